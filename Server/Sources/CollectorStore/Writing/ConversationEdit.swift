import GRDB

/// What a person or a program changes about a conversation; nil leaves a field as it is.
public struct ConversationEdit: Sendable, Equatable {
  public var name: String?
  public var isMarked: Bool?
  public var customerID: String?
  public var device: String?
  public var language: String?
  /// JSON text; replaces the whole object.
  public var metadata: String?

  public init() {}
}

extension CollectorStore {
  /// Changes a conversation, deleted or not, and answers it as it is then.
  /// - Throws: `WriteError.noConversation` where the agent has none of that row.
  public func edit(
    _ row: Int64, _ edit: ConversationEdit, for scope: AgentScope
  ) async throws -> ConversationRow {
    try await change(row, for: scope) { db, conversation in
      // `fields_at` rises, so that a resend of an older batch does not take the change back.
      var update = try InsertStatement(
        db,
        """
        UPDATE conversations SET name = coalesce(?2, name), is_marked = coalesce(?3, is_marked),
          customer_id = coalesce(?4, customer_id), device = coalesce(?5, device),
          language = coalesce(?6, language), metadata = coalesce(?7, metadata),
          fields_at = max(fields_at, ended_at + 1)
        WHERE id = ?1
        """)
      update.bind(conversation.value)
      update.bind(edit.name)
      update.bind(edit.isMarked.map { $0 ? 1 : 0 } as Int64?)
      update.bind(edit.customerID)
      update.bind(edit.device)
      update.bind(edit.language)
      update.bind(edit.metadata)
      try update.run(db)
    }
  }

  /// Hides a conversation from lists; it can still be read by its row. A second call changes nothing.
  /// - Throws: `WriteError.noConversation` where the agent has none of that row.
  public func delete(_ row: Int64, for scope: AgentScope) async throws -> ConversationRow {
    try await change(row, for: scope) { db, conversation in
      try db.execute(
        literal: """
          UPDATE conversations SET deleted_at = coalesce(deleted_at, \(Timestamp.now().microseconds))
          WHERE id = \(conversation.value)
          """)
    }
  }

  /// Replaces the metadata of a message of this agent.
  /// - Throws: `WriteError.noMessage`.
  public func setMetadata(_ metadata: String, ofMessage message: Int64, for scope: AgentScope) async throws {
    try await commit(size: metadata.utf8.count) { db in
      try db.execute(
        literal: """
          UPDATE messages SET metadata = \(metadata) WHERE id = \(message)
            AND conversation IN (SELECT id FROM conversations WHERE agent_id = \(scope.agentID))
          """)
      guard db.changesCount > 0 else { throw WriteError.noMessage(message) }
    }
  }

  private func change(
    _ row: Int64, for scope: AgentScope,
    _ body: @escaping @Sendable (Database, ConversationRowID) throws -> Void
  ) async throws -> ConversationRow {
    try await commit { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      try body(db, try writer.row(of: ConversationReference(row: row), at: nil))
      guard let changed = try ConversationRow.fetch(db, row, for: .agent(scope)) else {
        throw WriteError.noConversation
      }
      return changed
    }
  }
}
