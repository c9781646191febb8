import GRDB

/// What a caller of `POST /api/conversations/` knows about a conversation, checked and ready to be written.
public struct ConversationDraft: Sendable {
  public var conversationID: String
  public var fields = ConversationFields()
  /// Made for the agent where it is missing: the 0.0.x clients send whatever name they were given, and
  /// take a refusal for the end of the conversation.
  public var environment: (slug: String, name: String)?
  /// Whether it is more than a visit.
  public var isUsed = false
  public var createdAt: Timestamp?

  public init(conversationID: String) { self.conversationID = conversationID }
}

extension CollectorStore {
  /// Makes the conversation, or fills what is empty in the one that exists. Answers its row and whether it
  /// is new.
  public func open(
    _ draft: ConversationDraft, for scope: AgentScope
  ) async throws -> (row: Int64, isNew: Bool) {
    try await commit { db in
      try IngestWriter(db: db, scope: scope, receivedAt: .now()).write(draft)
    }
  }
}

extension IngestWriter {
  fileprivate func write(_ draft: ConversationDraft) throws -> (row: Int64, isNew: Bool) {
    try requireNotErased(draft.conversationID, customer: draft.fields.customerID, at: draft.createdAt)
    let count = SQLRequest<Int>(
      "SELECT count(*) FROM conversations WHERE agent_id = \(scope.agentID) AND conversation_id = \(bound(draft.conversationID))"
    )
    let isNew = try count.fetchOne(db) == 0
    var record = ConversationRecord(
      filling: draft.conversationID, fields: draft.fields, createdAt: draft.createdAt)
    // An environment is never empty, so only a new conversation takes it.
    if isNew, let environment = draft.environment {
      record.environmentID = try self.environment(environment.slug, name: environment.name)
    }
    let row = try upsert(record).value
    if draft.isUsed { try db.execute(literal: "UPDATE conversations SET is_used = 1 WHERE id = \(row)") }
    return (row, isNew)
  }

  private func environment(_ slug: String, name: String) throws -> Int64 {
    let find = SQLRequest<Int64>(
      "SELECT id FROM environments WHERE agent_id = \(scope.agentID) AND slug = \(slug)")
    if let id = try find.fetchOne(db) { return id }
    let now = receivedAt.microseconds
    try db.execute(
      literal: """
        INSERT INTO environments (agent_id, slug, name, is_production, created_at, updated_at)
        VALUES (\(scope.agentID), \(slug), \(name), 0, \(now), \(now))
        """)
    return db.lastInsertedRowID
  }
}
