import GRDB

extension Transcript {
  /// The transcripts of `conversations` by conversation id, in one query per kind of row.
  static func fetch(_ db: Database, of conversations: [ConversationRow]) throws -> [Int64: Transcript] {
    let ids = conversations.map(\.id)
    var transcripts = Dictionary(uniqueKeysWithValues: ids.map { ($0, Transcript()) })
    try fetchMessages(db, ids, into: &transcripts)
    try fetchRest(db, ids, into: &transcripts)
    return transcripts
  }

  /// A transcript that holds one message alone, with its attachments, its action and its vote.
  static func fetch(_ db: Database, message: Int64, of conversation: ConversationRow) throws -> Transcript {
    var transcripts = [conversation.id: Transcript()]
    try fetchMessages(db, [conversation.id], only: message, into: &transcripts)
    try fetchFeedbacks(
      db, "feedbacks.kind = 'message' AND feedbacks.message = \(message)", into: &transcripts)
    return transcripts[conversation.id] ?? Transcript()
  }

  /// Messages with their attachments and actions.
  private static func fetchMessages(
    _ db: Database, _ ids: [Int64], only message: Int64? = nil, into transcripts: inout [Int64: Transcript]
  ) throws {
    func condition(_ column: String) -> SQL {
      message.map { SQL("conversation IN \(ids) AND \(sql: column) = \($0)") } ?? "conversation IN \(ids)"
    }
    var attachments: [Int64: [AttachmentRow]] = [:]
    try read(
      db,
      """
      SELECT conversation, \(AttachmentRow.columns) FROM attachments
      WHERE \(condition("message")) ORDER BY message, id
      """
    ) { _, row in
      let attachment = AttachmentRow(row, from: 1)
      attachments[attachment.messageID, default: []].append(attachment)
    }
    try read(
      db,
      """
      SELECT conversation, timestamp, span, id, sender, content, metadata, latency_ms, is_action
      FROM messages WHERE \(condition("id")) ORDER BY conversation, timestamp, span, id
      """
    ) { conversation, row in
      var message = MessageRow(row)
      message.attachments = attachments[message.id] ?? []
      transcripts[conversation]?.messages.append(message)
    }
    try read(
      db,
      """
      SELECT conversation, timestamp, span, action_logs.id, action, actions.name, message, started_at,
        ended_at, duration_ms, tools_used, response, error_message, metadata
      FROM action_logs JOIN actions ON actions.id = action_logs.action
      WHERE \(condition("message")) ORDER BY conversation, timestamp, span, action_logs.id
      """
    ) { transcripts[$0]?.actions.append(ActionRow($1)) }
  }

  /// Everything that is no message.
  private static func fetchRest(
    _ db: Database, _ ids: [Int64], into transcripts: inout [Int64: Transcript]
  ) throws {
    try read(
      db,
      """
      SELECT conversation, timestamp, span, id, event, label, value, metadata
      FROM buttons WHERE conversation IN \(ids) ORDER BY conversation, timestamp, span, id
      """
    ) { transcripts[$0]?.buttons.append(ButtonRow($1)) }
    try fetchFeedbacks(db, "feedbacks.conversation IN \(ids)", into: &transcripts)
    try fetchTickets(db, ids, into: &transcripts)
    let sums = SQL(sql: TokenUsageRow.columns.map { "sum(\($0))" }.joined(separator: ", "))
    try read(
      db,
      """
      SELECT conversation, model, coalesce(sum(cost_usd), 0), min(cost_source), \(sums) FROM token_usage
      WHERE conversation IN \(ids) GROUP BY conversation, model ORDER BY conversation, min(id)
      """
    ) { transcripts[$0]?.tokenUsage.append(TokenUsageRow($1)) }
  }

  private static func fetchFeedbacks(
    _ db: Database, _ condition: SQL, into transcripts: inout [Int64: Transcript]
  ) throws {
    try read(
      db,
      """
      SELECT \(FeedbackRow.columns) FROM \(FeedbackRow.tables) WHERE \(condition)
      ORDER BY feedbacks.conversation, feedbacks.created_at DESC, feedbacks.id DESC
      """
    ) { transcripts[$0]?.feedbacks.append(FeedbackRow($1)) }
  }

  static func fetchTickets(
    _ db: Database, _ ids: [Int64], into transcripts: inout [Int64: Transcript]
  ) throws {
    for ticket in try TicketRow.fetch(db, "tickets.conversation IN \(ids)") {
      guard let conversation = ticket.conversation?.id else { continue }
      transcripts[conversation, default: Transcript()].tickets.append(ticket)
    }
  }

  /// Calls `body` with the first column, a conversation's id, and the row, while the statement is on it.
  private static func read(_ db: Database, _ sql: SQL, _ body: (Int64, Row) -> Void) throws {
    let rows = try SQLRequest<Row>(literal: sql).fetchCursor(db)
    while let row = try rows.next() { body(row[0], row) }
  }
}

extension Row {
  /// The columns timestamp, span and row id, which follow the conversation's.
  fileprivate var place: Place {
    Place(timestamp: Timestamp(microseconds: self[1]), span: self[2], row: self[3])
  }
}

extension MessageRow {
  fileprivate init(_ row: Row) {
    self.init(
      id: row[3], place: row.place, sender: row[4], content: row.text(5) ?? "", metadata: row.text(6),
      latency: row[7], standsForAction: row[8])
  }
}

extension ActionRow {
  fileprivate init(_ row: Row) {
    self.init(
      id: row[3], place: row.place, actionID: row[4], name: row.text(5) ?? "", messageID: row[6],
      startedAt: row.timestamp(7), endedAt: row.timestamp(8), duration: row[9], toolsUsed: row.text(10),
      response: row.text(11), errorMessage: row.text(12) ?? "", metadata: row.text(13))
  }
}

extension ActionRow {
  /// Every time an action was done in a conversation that is not deleted, newest first.
  static func log(_ db: Database, of definition: ActionDefinition) throws -> [ActionRow] {
    let rows: SQLRequest<Row> = """
      SELECT action_logs.conversation, timestamp, span, action_logs.id, action, \(definition.name), message,
        action_logs.started_at, action_logs.ended_at, duration_ms, tools_used, response, error_message,
        action_logs.metadata
      FROM action_logs JOIN conversations ON conversations.id = action_logs.conversation
      WHERE action = \(definition.id) AND conversations.deleted_at IS NULL
      ORDER BY timestamp DESC, action_logs.id DESC
      """
    return try Array(rows.fetchCursor(db).map { ActionRow($0) })
  }
}

extension ButtonRow {
  fileprivate init(_ row: Row) {
    self.init(
      id: row[3], place: row.place, event: row.text(4) ?? "", label: row.text(5) ?? "",
      value: row.text(6) ?? "", metadata: row.text(7))
  }
}

extension TokenUsageRow {
  static let columns = [
    "prompt_tokens", "completion_tokens", "embedding_tokens", "cache_read_tokens", "cache_write_tokens",
    "reasoning_tokens", "audio_input_tokens", "audio_output_tokens",
  ]

  fileprivate init(_ row: Row) {
    self.init(
      model: row.text(1) ?? "",
      counts: Self.columns.enumerated().map { index, name in (name, row[index + 4]) },
      cost: row.money(2) ?? Money(units: 0), costSource: row[3])
  }
}
