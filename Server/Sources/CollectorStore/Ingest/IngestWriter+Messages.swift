import GRDB

extension IngestWriter {
  /// Adds the messages of a complete turn that the conversation does not have yet. `row` is that of the span,
  /// where it is new.
  func insertMessages(
    of turn: Turn, in span: SpanRecord, row: Int64?, _ conversation: ConversationRowID,
    _ changes: inout ConversationChanges
  ) throws {
    let latency = latency(of: turn, in: span)
    for message in turn.messages {
      let time = message.timestamp ?? span.startedAt ?? span.endedAt ?? receivedAt
      let inserted = try insertMessage(
        id: message.id, spanID: span.spanID, row: row, at: time, sender: message.sender,
        content: message.content,
        metadata: message.metadata, latency: message.sender == "agent" ? latency : nil, conversation)
      guard inserted != nil else { continue }
      changes.messages += 1
      changes.isUsed = true
      changes.cover(time)
    }
  }

  /// How long a person waited: the duration of a turn that holds both a question and its answer.
  private func latency(of turn: Turn, in span: SpanRecord) -> Double? {
    let isWhole = ["end_user", "agent"].allSatisfy { sender in
      turn.messages.contains { $0.sender == sender }
    }
    return isWhole ? span.duration : nil
  }

  /// Answers the new row, or nil where the conversation has a message of this id. A message without a span
  /// takes its place in the order of arrival behind all spans so far. `row` saves looking its span up.
  func insertMessage(
    id: String, spanID: String?, row: Int64? = nil, at time: Timestamp, sender: String, content: String,
    metadata: String?,
    latency: Double?, isAction: Bool = false, _ conversation: ConversationRowID
  ) throws -> Int64? {
    var statement = try InsertStatement(
      db,
      """
      INSERT INTO messages (conversation, message_id, span, timestamp, sender, content, metadata, latency_ms,
        is_action)
      VALUES (?1, ?2,
        coalesce(?10, (SELECT id FROM spans WHERE conversation = ?1 AND span_id = ?3),
          (SELECT max(id) FROM spans), 0),
        ?4, ?5, ?6, ?7, ?8, ?9)
      ON CONFLICT (conversation, message_id) DO NOTHING
      """, in: prepared)
    statement.bind(conversation.value)
    statement.bind(id)
    statement.bind(spanID)
    statement.bind(time)
    statement.bind(sender)
    statement.bind(content)
    statement.bind(metadata)
    statement.bind(latency)
    statement.bind(isAction)
    statement.bind(row)
    return try statement.insert(db)
  }
}
