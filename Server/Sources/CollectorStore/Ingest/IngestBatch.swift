import GRDB

/// What one request asks the store to write, all of it or nothing.
public struct IngestBatch: Sendable {
  public var conversations: [ConversationRecord]
  /// The request body, into which the spans' payloads point.
  public var text: String

  public init(conversations: [ConversationRecord], text: String) {
    self.conversations = conversations
    self.text = text
  }
}

/// What came of a batch. A span or message that was known already counts as a duplicate and changed nothing.
public struct IngestSummary: Sendable, Equatable {
  public var conversations = 0
  public var acceptedSpans = 0
  public var duplicateSpans = 0
  public var acceptedMessages = 0

  public init() {}
}

extension CollectorStore {
  /// Writes a batch for `scope` and returns once it is committed.
  /// - Throws: `DatabaseError`; nothing of the batch is stored then.
  public func ingest(_ batch: IngestBatch, for scope: AgentScope) async throws -> IngestSummary {
    let summary = try await commit(size: batch.text.utf8.count) { db in
      try IngestWriter(db: db, scope: scope, receivedAt: .now()).write(batch)
    }
    metrics.record(summary)
    return summary
  }
}
