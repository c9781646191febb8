import GRDB

/// What somebody thinks of a conversation, checked and ready to be written.
public struct Feedback: Sendable {
  public var conversation: ConversationReference
  /// The same for every repeat of a request.
  public var eventID: String
  /// `positive`, `neutral` or `negative`.
  public var sentiment: String
  public var comment: String?
  /// JSON text.
  public var metadata: String?
  public var createdAt: Timestamp?

  public init(conversation: ConversationReference, eventID: String, sentiment: String) {
    self.conversation = conversation
    self.eventID = eventID
    self.sentiment = sentiment
  }
}

/// A stored feedback.
public struct FeedbackRow: Sendable, Equatable {
  public let id: Int64
  /// The conversation's row; nil for one on the agent as a whole.
  public let conversation: Int64?
  /// `customer` through an API key, `platform` from a person at the dashboard.
  public let source: String
  public let sentiment: String
  public let comment: String?
  /// JSON text.
  public let metadata: String?
  public let createdAt: Timestamp

  static let columns: SQL = "conversation, id, source, sentiment, comment, metadata, created_at"

  /// Reads a row of `columns`.
  init(_ row: Row) {
    conversation = row[0]
    id = row[1]
    source = row[2]
    sentiment = row[3]
    comment = row.text(4)
    metadata = row.text(5)
    createdAt = Timestamp(microseconds: row[6])
  }
}

extension CollectorStore {
  /// Writes a feedback through an API key; a repeat answers the stored one.
  /// - Throws: `WriteError.noConversation`; `DatabaseError`.
  public func add(
    _ feedback: Feedback, for scope: AgentScope
  ) async throws -> (row: FeedbackRow, isNew: Bool) {
    try await commit { db in
      try IngestWriter(db: db, scope: scope, receivedAt: .now()).write(feedback)
    }
  }
}

extension IngestWriter {
  fileprivate func write(_ feedback: Feedback) throws -> (row: FeedbackRow, isNew: Bool) {
    // An opinion on a conversation that nobody knows makes none.
    let conversation: SQLRequest<Row> = """
      SELECT id, environment_id FROM conversations WHERE agent_id = \(scope.agentID)
        AND (id = \(feedback.conversation.row) OR conversation_id = \(feedback.conversation.conversationID))
      """
    guard let found = try conversation.fetchOne(db) else { throw WriteError.noConversation }
    let (id, environment): (Int64, Int64) = (found[0], found[1])
    if let row = try stored(feedback) { return (row, false) }
    var insert = try InsertStatement(
      db,
      """
      INSERT INTO feedbacks (agent_id, environment_id, conversation, event_id, sentiment, comment, metadata,
        created_at, kind, source)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'conversation', 'customer')
      """)
    insert.bind(scope.agentID)
    insert.bind(environment)
    insert.bind(id)
    insert.bind(feedback.eventID)
    insert.bind(feedback.sentiment)
    insert.bind(feedback.comment)
    insert.bind(feedback.metadata)
    insert.bind(feedback.createdAt ?? receivedAt)
    try insert.run(db)
    guard let row = try stored(feedback) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    return (row, true)
  }

  private func stored(_ feedback: Feedback) throws -> FeedbackRow? {
    let rows: SQLRequest<Row> = """
      SELECT \(FeedbackRow.columns) FROM feedbacks
      WHERE agent_id = \(scope.agentID) AND event_id = \(feedback.eventID)
      """
    return try rows.fetchCursor(db).map { FeedbackRow($0) }.next()
  }
}
