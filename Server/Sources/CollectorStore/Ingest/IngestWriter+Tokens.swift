import GRDB

extension IngestWriter {
  /// Adds a model's call to the sums of its turn. Only new spans get here, which is what keeps the sums
  /// right under replays. A call outside a turn has a row of its own, under its span's id.
  func add(_ call: ModelCall, of span: SpanRecord, _ conversation: ConversationRowID) throws {
    let counts = [
      ("prompt_tokens", call.promptTokens), ("completion_tokens", call.completionTokens),
      ("embedding_tokens", call.embeddingTokens), ("cache_read_tokens", call.cacheReadTokens),
      ("cache_write_tokens", call.cacheWriteTokens), ("reasoning_tokens", call.reasoningTokens),
      ("audio_input_tokens", call.audioInputTokens), ("audio_output_tokens", call.audioOutputTokens),
      ("unreported_calls", call.isReported ? 0 : 1),
    ]
    let turn = span.turnID ?? span.spanID
    let columns = counts.map(\.0).joined(separator: ", ")
    let sums = counts.map { "\($0.0) = \($0.0) + excluded.\($0.0)" }.joined(separator: ", ")
    var statement = try InsertStatement(
      db,
      """
      INSERT INTO token_usage (conversation, turn_id, model, started_at, ended_at, received_at,
        cost_usd_reported, calls, \(columns))
      VALUES (?, ?, ?, ?, ?, ?, ?, 1\(String(repeating: ", ?", count: counts.count)))
      ON CONFLICT (conversation, turn_id, model) DO UPDATE SET calls = calls + 1, \(sums),
        cost_usd_reported = iif(excluded.cost_usd_reported IS NULL, cost_usd_reported,
          coalesce(cost_usd_reported, 0) + excluded.cost_usd_reported),
        started_at = min(coalesce(started_at, excluded.started_at), coalesce(excluded.started_at, started_at)),
        ended_at = max(coalesce(ended_at, excluded.ended_at), coalesce(excluded.ended_at, ended_at))
      """)
    statement.bind(conversation.value)
    statement.bind(turn)
    statement.bind(call.model)
    statement.bind(span.startedAt)
    statement.bind(span.endedAt)
    statement.bind(receivedAt)
    statement.bind(call.reportedCost?.units)
    for (_, count) in counts { statement.bind(count) }
    try statement.run(db)
    try price(turn: turn, model: call.model, conversation)
  }
}
