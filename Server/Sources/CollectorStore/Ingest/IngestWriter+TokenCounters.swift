import GRDB

/// What the token counters of a 0.0.x client showed. They run from the start of its process, whatever its
/// documentation says about resets.
public struct TokenCounters: Sendable, Equatable {
  public var prompt: Int64
  public var completion: Int64
  public var embedding: Int64

  public init(prompt: Int64, completion: Int64, embedding: Int64) {
    self.prompt = prompt
    self.completion = completion
    self.embedding = embedding
  }

  /// What was used since `earlier`. A counter that went back belongs to a new process and started at zero.
  func increase(since earlier: TokenCounters) -> TokenCounters {
    let restarted =
      prompt < earlier.prompt || completion < earlier.completion || embedding < earlier.embedding
    return restarted
      ? self
      : TokenCounters(
        prompt: prompt - earlier.prompt, completion: completion - earlier.completion,
        embedding: embedding - earlier.embedding)
  }
}

extension IngestWriter {
  /// Keeps the reading and books the increases between all readings of the conversation, in the order of
  /// their time: they may arrive in another.
  func add(
    _ counters: TokenCounters, of span: SpanRecord, row: Int64, _ conversation: ConversationRowID
  ) throws {
    let (id, time) = (conversation.value, span.startedAt ?? receivedAt)
    try db.execute(
      literal: """
        INSERT INTO token_snapshots
          (conversation, span, timestamp, prompt_tokens, completion_tokens, embedding_tokens)
        VALUES (\(id), \(row), \(time.microseconds), \(counters.prompt), \(counters.completion),
          \(counters.embedding))
        """)
    let readings: SQLRequest<Row> = """
      SELECT prompt_tokens, completion_tokens, embedding_tokens, timestamp FROM token_snapshots
      WHERE conversation = \(id) ORDER BY timestamp, span
      """
    let rows = try readings.fetchAll(db)
    var last = TokenCounters(prompt: 0, completion: 0, embedding: 0)
    var sum = last
    for row in rows {
      let reading = TokenCounters(prompt: row[0], completion: row[1], embedding: row[2])
      let used = reading.increase(since: last)
      sum.prompt += used.prompt
      sum.completion += used.completion
      sum.embedding += used.embedding
      last = reading
    }
    let (first, end): (Int64?, Int64?) = (rows.first?[3], rows.last?[3])
    try db.execute(
      literal: """
        INSERT INTO token_usage (conversation, turn_id, model, prompt_tokens, completion_tokens,
          embedding_tokens, calls, started_at, ended_at, received_at)
        VALUES (\(id), '', '', \(sum.prompt), \(sum.completion), \(sum.embedding), \(rows.count), \(first), \(end),
          \(receivedAt.microseconds))
        ON CONFLICT (conversation, turn_id, model) DO UPDATE SET prompt_tokens = excluded.prompt_tokens,
          completion_tokens = excluded.completion_tokens, embedding_tokens = excluded.embedding_tokens,
          calls = excluded.calls, started_at = excluded.started_at, ended_at = excluded.ended_at
        """)
  }
}
