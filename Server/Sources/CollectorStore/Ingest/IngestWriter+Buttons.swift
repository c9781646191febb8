import GRDB

extension IngestWriter {
  func insert(
    _ button: Button, of span: SpanRecord, row: Int64, _ conversation: ConversationRowID
  ) throws {
    var statement = try InsertStatement(
      db,
      """
      INSERT INTO buttons (conversation, span, timestamp, event, label, value, metadata)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    statement.bind(conversation.value)
    statement.bind(row)
    statement.bind(button.trackedAt ?? span.startedAt ?? span.endedAt ?? receivedAt)
    statement.bind(button.event)
    statement.bind(button.label)
    statement.bind(button.value)
    statement.bind(button.metadata)
    try statement.run(db)
  }
}
