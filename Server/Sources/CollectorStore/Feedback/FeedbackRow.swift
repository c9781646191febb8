import GRDB

/// A stored feedback.
public struct FeedbackRow: Sendable, Equatable {
  public let id: Int64
  /// `conversation`, `agent` or `message`.
  public let kind: String
  public let agentID: Int64
  /// The conversation's row; nil for one on the agent as a whole.
  public let conversation: Int64?
  public let conversationID: String?
  /// The message's row, where it is about one.
  public let message: Int64?
  public let environment: String
  public let environmentID: Int64
  /// `customer` through an API key, `platform` from a person at the dashboard.
  public let source: String
  public let sentiment: String
  public let comment: String?
  public let category: String?
  public let topic: String?
  public let reason: String?
  /// JSON text.
  public let metadata: String?
  public let createdAt: Timestamp

  static let columns: SQL = """
    feedbacks.conversation, feedbacks.id, feedbacks.kind, feedbacks.agent_id, conversations.conversation_id,
    feedbacks.message, environments.slug, environments.id, feedbacks.source, feedbacks.sentiment,
    feedbacks.comment, feedbacks.category, feedbacks.topic, feedbacks.reason, feedbacks.metadata,
    feedbacks.created_at
    """

  /// A feedback on a conversation is in the environment that the conversation is in by now.
  static let tables: SQL = """
    feedbacks LEFT JOIN conversations ON conversations.id = feedbacks.conversation
    JOIN environments ON environments.id = coalesce(conversations.environment_id, feedbacks.environment_id)
    """

  /// Reads a row of `columns`.
  init(_ row: Row) {
    conversation = row[0]
    id = row[1]
    kind = row[2]
    agentID = row[3]
    conversationID = row.text(4)
    message = row[5]
    environment = row[6]
    environmentID = row[7]
    source = row[8]
    sentiment = row[9]
    comment = row.text(10)
    category = row.text(11)
    topic = row.text(12)
    reason = row.text(13)
    metadata = row.text(14)
    createdAt = Timestamp(microseconds: row[15])
  }

  static func fetch(_ db: Database, _ id: Int64, of scope: AgentScope) throws -> FeedbackRow? {
    let rows: SQLRequest<Row> = """
      SELECT \(columns) FROM \(tables) WHERE feedbacks.agent_id = \(scope.agentID) AND feedbacks.id = \(id)
      """
    return try rows.fetchCursor(db).map { FeedbackRow($0) }.next()
  }
}
