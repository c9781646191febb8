internal import CAgentSight

extension ConversationTracker {
  /// What one ``sendTrackedData(conversationID:timeout:)`` did.
  public struct Report: Equatable, Sendable {
    /// Events that the collector has stored during the call.
    public let delivered: Int

    /// The same by kind; every kind has an entry.
    public let deliveredByKind: [Kind: Int]

    /// Events in the batch that failed. They are among the remaining.
    public let failed: Int

    /// The same by kind; every kind has an entry.
    public let failedByKind: [Kind: Int]

    /// Events given up during the call, because the collector will not take them: they are too large for it, or it
    /// refused them by themselves.
    public let dropped: Int

    /// The same by kind; every kind has an entry.
    public let droppedByKind: [Kind: Int]

    /// Every event delivered, failed or dropped, in the order of sending, without its text.
    public let items: [Item]

    /// Events tracked before the call that still wait in memory, in any conversation.
    public let remaining: Int

    /// HTTP requests made.
    public let requests: Int

    /// Bytes of request bodies, after compression.
    public let bytes: Int

    /// The status of the collector's last answer; `nil` when there was none.
    public let httpStatus: Int?

    init(_ report: ags_report, items: [Item]) {
      delivered = Int(clamping: report.delivered)
      deliveredByKind = Kind.counts(in: report.delivered_of)
      failed = Int(clamping: report.failed)
      failedByKind = Kind.counts(in: report.failed_of)
      dropped = Int(clamping: report.dropped)
      droppedByKind = Kind.counts(in: report.dropped_of)
      self.items = items
      remaining = Int(clamping: report.remaining)
      requests = Int(clamping: report.requests)
      bytes = Int(clamping: report.bytes)
      httpStatus = report.http_status == 0 ? nil : Int(report.http_status)
    }
  }
}

extension ConversationTracker.Report: CustomStringConvertible {
  /// One line, such as `delivered 4 events (2 question, 1 answer, 1 action), 0 remain; 2 requests, 1204 bytes`.
  public var description: String {
    let delivered = "delivered \(delivered) events\(Self.detail(deliveredByKind))"
    let failed = failed == 0 ? "" : ", \(failed) failed\(Self.detail(failedByKind))"
    let dropped = dropped == 0 ? "" : ", \(dropped) dropped\(Self.detail(droppedByKind))"
    return "\(delivered)\(failed)\(dropped), \(remaining) remain; \(requests) requests, \(bytes) bytes"
  }

  /// The kinds that occur, in parentheses.
  private static func detail(_ counts: [ConversationTracker.Kind: Int]) -> String {
    let kinds = ConversationTracker.Kind.allCases.compactMap { kind in
      counts[kind].flatMap { $0 > 0 ? "\($0) \(kind)" : nil }
    }
    return kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"
  }
}
