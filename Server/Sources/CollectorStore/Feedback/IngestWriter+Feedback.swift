import GRDB

extension IngestWriter {
  func write(_ feedback: Feedback) throws -> (row: Int64, isNew: Bool) {
    let (kind, place, message) = try place(of: feedback.subject)
    if let message, let id = try vote(on: message) {
      var edit = FeedbackEdit()
      edit.sentiment = feedback.sentiment
      edit.comment = feedback.comment
      edit.topic = feedback.topic
      edit.reason = feedback.reason
      try change(id, edit, environment: nil)
      return (id, false)
    }
    let stored: SQLRequest<Int64> = """
      SELECT id FROM feedbacks WHERE agent_id = \(scope.agentID) AND event_id = \(feedback.eventID)
      """
    if let id = try stored.fetchOne(db) { return (id, false) }
    var insert = try InsertStatement(
      db,
      """
      INSERT INTO feedbacks (agent_id, environment_id, conversation, message, event_id, kind, sentiment,
        comment, topic, reason, metadata, created_at, source)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """)
    insert.bind(scope.agentID)
    insert.bind(place.environment)
    insert.bind(place.conversation)
    insert.bind(message)
    insert.bind(feedback.eventID)
    insert.bind(kind)
    insert.bind(feedback.sentiment)
    insert.bind(feedback.comment)
    insert.bind(feedback.topic)
    insert.bind(feedback.reason)
    insert.bind(feedback.metadata)
    insert.bind(feedback.createdAt ?? receivedAt)
    insert.bind(feedback.isFromPlatform ? "platform" : "customer")
    guard let id = try insert.run(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    return (id, true)
  }

  func feedback(_ id: Int64) throws -> FeedbackRow {
    guard let row = try FeedbackRow.fetch(db, id, of: scope) else { throw WriteError.noFeedback }
    return row
  }

  /// One of the agent's environments by its slug.
  func environment(_ slug: String) throws -> Int64 {
    let find: SQLRequest<Int64> = """
      SELECT id FROM environments WHERE agent_id = \(scope.agentID) AND slug = \(slug)
      """
    guard let id = try find.fetchOne(db) else { throw WriteError.noEnvironment }
    return id
  }

  func change(_ id: Int64, _ edit: FeedbackEdit, environment: Int64?) throws {
    var update = try InsertStatement(
      db,
      """
      UPDATE feedbacks SET sentiment = coalesce(?3, sentiment), comment = coalesce(?4, comment),
        topic = coalesce(?5, topic), reason = coalesce(?6, reason),
        environment_id = coalesce(?7, environment_id)
      WHERE agent_id = ?1 AND id = ?2
      """)
    update.bind(scope.agentID)
    update.bind(id)
    update.bind(edit.sentiment)
    update.bind(edit.comment)
    update.bind(edit.topic)
    update.bind(edit.reason)
    update.bind(environment)
    try update.run(db)
    guard db.changesCount > 0 else { throw WriteError.noFeedback }
  }

  private typealias Place = (conversation: Int64?, environment: Int64)

  /// An opinion on a conversation or a message that nobody knows makes none.
  private func place(of subject: Feedback.Subject) throws -> (kind: String, Place, message: Int64?) {
    switch subject {
    case .agent(let slug): return ("agent", (nil, try environment(slug ?? "production")), nil)
    case .conversation(let reference):
      let found: SQLRequest<Row> = """
        SELECT id, environment_id FROM conversations WHERE agent_id = \(scope.agentID)
          AND (id = \(reference.row) OR conversation_id = \(reference.conversationID.map(bound) ?? "NULL"))
        """
      guard let row = try found.fetchOne(db) else { throw WriteError.noConversation }
      return ("conversation", (row[0], row[1]), nil)
    case .message(let message):
      let found: SQLRequest<Row> = """
        SELECT conversations.id, environment_id FROM messages
        JOIN conversations ON conversations.id = messages.conversation
        WHERE agent_id = \(scope.agentID) AND messages.id = \(message)
        """
      guard let row = try found.fetchOne(db) else { throw WriteError.noMessage(message) }
      return ("message", (row[0], row[1]), message)
    }
  }

  private func vote(on message: Int64) throws -> Int64? {
    try SQLRequest<Int64>("SELECT id FROM feedbacks WHERE kind = 'message' AND message = \(message)")
      .fetchOne(db)
  }
}
