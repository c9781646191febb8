import GRDB

/// A button that was pressed, as lists show it.
public struct ButtonEntry: Sendable, Equatable {
  public let id: Int64
  public let conversation: Int64
  public let conversationID: String
  public let timestamp: Timestamp
  public let event: String
  public let label: String
  public let value: String
  /// JSON text.
  public let metadata: String?
}

/// How often a button was pressed.
public struct ButtonCount: Sendable, Equatable {
  public let event: String
  public let label: String
  public let value: String
  public let count: Int64
}

/// Which buttons of an agent a list shows; a condition that is nil lets everything through.
public struct ButtonFilter: Sendable, Equatable {
  public var conversation: Int64?
  public var conversationID: String?
  public var event: String?

  public enum Column: String, Sendable { case timestamp, id, event, label, value }

  public init() {}

  fileprivate func source(for scope: AgentScope) -> SQL {
    var parts: [SQL] = [
      "conversations.agent_id = \(scope.agentID)", "conversations.deleted_at IS NULL",
    ]
    if let conversation { parts.append("conversations.id = \(conversation)") }
    if let conversationID { parts.append("conversations.conversation_id = \(bound(conversationID))") }
    if let event { parts.append("buttons.event = \(event)") }
    return """
      buttons JOIN conversations ON conversations.id = buttons.conversation
      WHERE \(parts.joined(separator: " AND "))
      """
  }
}

extension CollectorStore {
  /// The buttons pressed in an agent's conversations.
  public func buttons(
    of scope: AgentScope, filter: ButtonFilter, order: ListOrder<ButtonFilter.Column>, slice: ListSlice
  ) async throws -> ListPage<ButtonEntry> {
    try await database.read { db in
      try .fetch(
        db,
        """
        buttons.id, buttons.conversation, conversations.conversation_id, buttons.timestamp, buttons.event,
        buttons.label, buttons.value, buttons.metadata
        """, from: filter.source(for: scope), order: order.clause(of: "buttons"), slice: slice
      ) { row in
        ButtonEntry(
          id: row[0], conversation: row[1], conversationID: row.text(2) ?? "",
          timestamp: Timestamp(microseconds: row[3]), event: row.text(4) ?? "", label: row.text(5) ?? "",
          value: row.text(6) ?? "", metadata: row.text(7))
      }
    }
  }

  /// How often each button was pressed, the most pressed first.
  public func buttonCounts(of scope: AgentScope, filter: ButtonFilter) async throws -> [ButtonCount] {
    try await database.read { db in
      let counts: SQLRequest<Row> = """
        SELECT buttons.event, buttons.label, buttons.value, count(*) FROM \(filter.source(for: scope))
        GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
        """
      return try Array(
        counts.fetchCursor(db).map { row in
          ButtonCount(
            event: row.text(0) ?? "", label: row.text(1) ?? "", value: row.text(2) ?? "", count: row[3])
        })
    }
  }
}
