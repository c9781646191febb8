import GRDB

/// One thing that a 0.0.x client tracked, which comes in a request of its own: checked and ready to be
/// written as the span that a newer client would have sent.
public struct TrackedItem: Sendable {
  public var conversation: ConversationReference
  public var span: SpanRecord
  /// The request body, which is the span's payload.
  public var text: String

  public init(conversation: ConversationReference, span: SpanRecord, text: String) {
    self.conversation = conversation
    self.span = span
    self.text = text
  }
}

/// Where a tracked item went. A repeat goes where the first one went.
public struct TrackingReceipt: Sendable, Equatable {
  public let conversation: Int64
  /// The row of the span.
  public let span: Int64
  /// The message that says it, or that stands for the action; nil for what no message shows.
  public let message: Int64?
  public let isNew: Bool
}

extension CollectorStore {
  /// Writes an item for `scope` and returns once it is committed.
  /// - Throws: `WriteError.noConversation`; `DatabaseError`.
  public func track(_ item: TrackedItem, for scope: AgentScope) async throws -> TrackingReceipt {
    let receipt = try await commit(size: item.text.utf8.count) { db in
      try IngestWriter(db: db, scope: scope, receivedAt: .now()).write(item)
    }
    var summary = IngestSummary()
    if receipt.isNew { summary.acceptedSpans = 1 } else { summary.duplicateSpans = 1 }
    metrics.record(summary)
    return receipt
  }
}

extension IngestWriter {
  fileprivate func write(_ item: TrackedItem) throws -> TrackingReceipt {
    let conversation = try row(of: item.conversation, at: item.span.startedAt)
    var summary = IngestSummary()
    var text = item.text
    try text.withUTF8 { try write([item.span], text: $0, to: conversation, &summary) }
    var find = try InsertStatement(db, "SELECT id FROM spans WHERE conversation = ? AND span_id = ?")
    find.bind(conversation.value)
    find.bind(item.span.spanID)
    guard let span = try find.run(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    var message = try InsertStatement(
      db, "SELECT id FROM messages WHERE conversation = ?1 AND message_id IN (?2, 'action:' || ?2)")
    message.bind(conversation.value)
    message.bind(item.span.spanID)
    return TrackingReceipt(
      conversation: conversation.value, span: span, message: try message.run(db),
      isNew: summary.acceptedSpans > 0)
  }
}
