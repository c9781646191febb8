import GRDB

/// Writes one batch inside a transaction. Everything it does to rows that exist already is idempotent.
struct IngestWriter {
  let db: Database
  let scope: AgentScope
  let receivedAt: Timestamp
  let prepared = PreparedStatements()

  func write(_ batch: IngestBatch) throws -> IngestSummary {
    var summary = IngestSummary()
    var text = batch.text
    try text.withUTF8 { bytes in
      for conversation in batch.conversations {
        try write(conversation, text: bytes, &summary)
        summary.conversations += 1
      }
    }
    return summary
  }

  private func write(
    _ record: ConversationRecord, text: UnsafeBufferPointer<UInt8>, _ summary: inout IngestSummary
  ) throws {
    guard let kept = try withoutErased(record) else {
      summary.duplicateSpans += record.spans.count
      return
    }
    summary.duplicateSpans += record.spans.count - kept.spans.count
    try write(kept.spans, text: text, to: try upsert(kept), &summary)
  }

  func write(
    _ spans: [SpanRecord], text: UnsafeBufferPointer<UInt8>, to conversation: ConversationRowID,
    _ summary: inout IngestSummary
  ) throws {
    var changes = ConversationChanges()
    for span in spans {
      let payload = UnsafeBufferPointer(rebasing: text[span.payload])
      let row = try insert(span, payload: payload, conversation)
      if let row {
        summary.acceptedSpans += 1
        try project(span, row: row, conversation, &changes)
      } else {
        summary.duplicateSpans += 1
      }
      if case .turn(let turn) = span.meaning, turn.incompleteReason == nil {
        // A known turn can still hold a message that is new: the sender may have grouped them otherwise.
        try insertMessages(of: turn, in: span, row: row, conversation, &changes)
      }
    }
    summary.acceptedMessages += changes.messages
    try apply(changes, to: conversation)
  }

  /// Answers the new row, or nil where the span is known.
  private func insert(
    _ span: SpanRecord, payload: UnsafeBufferPointer<UInt8>, _ conversation: ConversationRowID
  ) throws -> Int64? {
    var statement = try InsertStatement(
      db,
      """
      INSERT INTO spans (conversation, span_id, trace_id, parent_span_id, kind, name, started_at, ended_at,
        duration_ms, status, turn_id, incomplete_reason, payload, received_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (conversation, span_id) DO NOTHING
      """, in: prepared)
    statement.bind(conversation.value)
    statement.bind(span.spanID)
    statement.bind(span.traceID)
    statement.bind(span.parentSpanID)
    statement.bind(span.kind)
    statement.bind(span.name)
    statement.bind(span.startedAt)
    statement.bind(span.endedAt)
    statement.bind(span.duration)
    statement.bind(span.status)
    statement.bind(span.turnID)
    if case .turn(let turn) = span.meaning {
      statement.bind(turn.incompleteReason)
    } else {
      statement.bind(nil as String?)
    }
    statement.bind(utf8: payload)
    statement.bind(receivedAt)
    return try statement.insert(db)
  }

  private func project(
    _ span: SpanRecord, row: Int64, _ conversation: ConversationRowID, _ changes: inout ConversationChanges
  ) throws {
    changes.cover(span)
    switch span.meaning {
    case .action(let action): try insert(action, of: span, row: row, conversation, &changes)
    case .button(let button): try insert(button, of: span, row: row, conversation)
    case .modelCall(let call): try add(call, of: span, conversation)
    case .tokenCounters(let counters): try add(counters, of: span, row: row, conversation)
    case .turn, .visit, .other: break
    }
  }
}

/// The row of a conversation that has been found by its agent.
struct ConversationRowID { let value: Int64 }
