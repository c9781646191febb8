internal import CAgentSight

extension ConversationTracker {
  /// How many events wait to be sent.
  public struct PendingSummary: Equatable, Sendable {
    /// All of them.
    public let count: Int
    /// The same by kind; every kind has an entry.
    public let countByKind: [Kind: Int]

    init(_ summary: ags_summary) {
      count = Int(clamping: summary.count)
      countByKind = Kind.counts(in: summary.count_of)
    }
  }

  /// The events that wait to be sent, in the order in which they were tracked, with their texts. Those in a
  /// request under way are among them.
  ///
  /// Copies every one of them: ``pendingSummary(conversationID:)`` is for programs that want to know how many
  /// there are. Never waits for the network.
  ///
  /// - Parameter conversationID: Those of this conversation; `nil` is all of them, not only those of the
  ///   configured one.
  /// - Throws: ``Failure`` with the code ``Failure/Code/memory``, or with ``Failure/Code/conversationID`` when
  ///   the id holds a NUL.
  public func pendingItems(conversationID: String? = nil) throws(Failure) -> [Item] {
    var collector = ItemCollector(keepsTexts: true)
    let failure = try withCString(of: conversationID) { conversationID in
      withUnsafeMutablePointer(to: &collector) { collector in
        Failure(ags_pending(core, conversationID, ItemCollector.receive, collector, nil))
      }
    }
    if let failure { throw failure }
    return collector.items
  }

  /// How many events wait to be sent, by kind. Those in a request under way are among them. Takes time
  /// proportional to their number; never waits for the network.
  ///
  /// - Parameter conversationID: Those of this conversation; `nil` is all of them.
  /// - Throws: As ``pendingItems(conversationID:)``.
  public func pendingSummary(conversationID: String? = nil) throws(Failure) -> PendingSummary {
    var summary = ags_summary()
    summary.size = MemoryLayout<ags_summary>.stride
    let failure = try withCString(of: conversationID) { conversationID in
      Failure(ags_pending(core, conversationID, nil, nil, &summary))
    }
    if let failure { throw failure }
    return PendingSummary(summary)
  }

  /// Gives up the events that wait to be sent. Those in a request under way are left alone.
  ///
  /// - Parameter conversationID: Those of this conversation; `nil` is all of them, not only those of the
  ///   configured one.
  /// - Returns: How many were given up; they count as ``Statistics/discarded``.
  /// - Throws: As ``pendingItems(conversationID:)``; without memory some events stay.
  @discardableResult
  public func discardTrackedData(conversationID: String? = nil) throws(Failure) -> Int {
    var count: UInt64 = 0
    let failure = try withCString(of: conversationID) { Failure(ags_discard(core, $0, &count)) }
    if let failure { throw failure }
    return Int(clamping: count)
  }
}

/// Calls `body` with a NUL-terminated copy of a conversation's id.
func withCString<Result>(
  of conversationID: String?, _ body: (UnsafePointer<CChar>?) -> Result
) throws(ConversationTracker.Failure) -> Result {
  var strings = CStrings()
  let position = try strings.add(conversationID, named: "conversation_id", or: .conversationID)
  return strings.withPointers { body($0(position)) }
}
