import GRDB

/// What lists of parts of conversations can be narrowed to; a condition that is nil lets everything
/// through. Parts of deleted conversations are in no list.
public struct ConversationPart: Sendable, Equatable {
  /// The conversation's row.
  public var conversation: Int64?
  public var conversationID: String?
  /// A slug.
  public var environment: String?
  public var startedAfter: Timestamp?
  public var startedBefore: Timestamp?

  public init() {}

  /// The tables that `condition` speaks of, with `table` for the parts.
  static func tables(with table: String) -> SQL {
    SQL(
      sql: """
        \(table) JOIN conversations ON conversations.id = \(table).conversation
        JOIN environments ON environments.id = conversations.environment_id
        """)
  }

  func condition(on table: String, for scope: AgentScope) -> SQL {
    var parts: [SQL] = [
      "conversations.agent_id = \(scope.agentID)", "conversations.deleted_at IS NULL",
    ]
    if let conversation { parts.append("conversations.id = \(conversation)") }
    if let conversationID { parts.append("conversations.conversation_id = \(bound(conversationID))") }
    if let environment { parts.append("environments.slug = \(environment)") }
    if let startedAfter { parts.append("\(sql: table).started_at >= \(startedAfter.microseconds)") }
    if let startedBefore { parts.append("\(sql: table).started_at <= \(startedBefore.microseconds)") }
    return parts.joined(separator: " AND ")
  }
}
