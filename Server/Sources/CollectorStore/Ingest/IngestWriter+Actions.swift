import GRDB

extension IngestWriter {
  /// An action is three rows: its definition, the log of this one, and the message that stands for it in
  /// the transcript.
  func insert(
    _ action: Action, of span: SpanRecord, row: Int64, _ conversation: ConversationRowID,
    _ changes: inout ConversationChanges
  ) throws {
    let time = action.trackedAt ?? span.startedAt ?? span.endedAt ?? receivedAt
    let message = try insertMessage(
      id: "action:" + span.spanID, spanID: span.spanID, row: row, at: time, sender: "agent",
      content: "Action \(action.name) performed", metadata: action.metadata, latency: nil, isAction: true,
      conversation)
    guard let message else { return }
    var statement = try InsertStatement(
      db,
      """
      INSERT INTO action_logs (conversation, action, message, span, timestamp, started_at, ended_at,
        duration_ms, tools_used, response, error_message, metadata)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    statement.bind(conversation.value)
    statement.bind(try definition(ofActionNamed: action.name))
    statement.bind(message)
    statement.bind(row)
    statement.bind(time)
    statement.bind(span.startedAt)
    statement.bind(span.endedAt)
    statement.bind(span.duration)
    statement.bind(action.toolsUsed)
    statement.bind(action.response)
    statement.bind(action.errorMessage)
    statement.bind(action.metadata)
    try statement.run(db)
    changes.actions += 1
    changes.cover(time)
  }

  private func definition(ofActionNamed name: String) throws -> Int64 {
    var find = try InsertStatement(db, "SELECT id FROM actions WHERE agent_id = ? AND name = ?")
    find.bind(scope.agentID)
    find.bind(name)
    if let id = try find.run(db) { return id }
    var insert = try InsertStatement(
      db, "INSERT INTO actions (agent_id, name, display_name) VALUES (?1, ?2, ?2)")
    insert.bind(scope.agentID)
    insert.bind(name)
    try insert.run(db)
    return db.lastInsertedRowID
  }
}
