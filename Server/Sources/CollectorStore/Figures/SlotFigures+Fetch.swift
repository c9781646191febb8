import GRDB

extension SlotFigures {
  /// Sums one slot up from the rows themselves. Every figure's definition is here, and nowhere else.
  static func fetch(_ db: Database, _ slot: Slot) throws -> [SlotOwner: SlotFigures] {
    var figures: [SlotOwner: SlotFigures] = [:]
    let bounds: StatementArguments = [slot.start.microseconds, Slot(slot.number + 1).start.microseconds]
    func each(_ sql: String, _ body: (Row, inout SlotFigures) -> Void) throws {
      let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: bounds)
      while let row = try rows.next() {
        body(row, &figures[SlotOwner(agent: row[0], environment: row[1]), default: SlotFigures()])
      }
    }
    try each(messages) { row, figures in
      switch row[2] as String {
      case "end_user": figures.counts[.personMessages] += 1
      case "agent": figures.counts[.agentMessages] += 1
      default: break
      }
      if let wait = row[3] as Double? { figures.responses.add(milliseconds: wait) }
    }
    try each(conversations) { row, figures in figures.addConversation(row) }
    try each(actions) { row, figures in
      figures.labels[.tool, default: [:]][row[2], default: LabelFigures()].addAction(
        failed: row[3], duration: row[4])
    }
    try each(feedback) { row, figures in
      switch row[2] as String {
      case "positive": figures.counts[.positiveFeedback] += 1
      case "negative": figures.counts[.negativeFeedback] += 1
      default: figures.counts[.neutralFeedback] += 1
      }
    }
    try each(tokens) { row, figures in
      figures.counts[.promptTokens] += row[2]
      figures.counts[.completionTokens] += row[3]
      figures.counts[.totalTokens] += row[4]
      figures.counts[.cost] += row[5]
    }
    return figures
  }

  private mutating func addConversation(_ row: Row) {
    counts[.visits] += 1
    guard row["is_used"] as Bool else { return }
    started.append(StartedConversation(row))
    counts[.conversations] += 1
    counts[.messagesOfConversations] += row["message_count"]
    for dimension in [Dimension.device, .source, .language] {
      labels[dimension, default: [:]][row[dimension.rawValue] as String? ?? "", default: LabelFigures()]
        .count += 1
    }
    if let country = row["country"] as String? {
      labels[.country, default: [:]][country, default: LabelFigures()].count += 1
    }
    let turns: Int = row["turns"]
    labels[.turns, default: [:]]["\(turns)", default: LabelFigures()].count += 1
  }

  // What a caller's clock cannot have right counts when it was received (`Misdated`).

  /// Who said it, and of an answer how long the person had waited: the milliseconds since the message before
  /// it in the conversation, where the person wrote that one.
  private static let messages = """
    SELECT conversations.agent_id, conversations.environment_id, messages.sender,
      CASE WHEN messages.sender = 'agent' THEN (
        SELECT CASE WHEN before.sender = 'end_user'
          THEN (messages.timestamp - before.timestamp) / 1000.0 END
        FROM messages AS before
        WHERE before.conversation = messages.conversation AND NOT before.is_action
          AND before.timestamp <= messages.timestamp
          AND (before.timestamp, before.span, before.id) < (messages.timestamp, messages.span, messages.id)
        ORDER BY before.timestamp DESC, before.span DESC, before.id DESC LIMIT 1) END
    FROM \(Misdated.between("messages", "id, conversation, sender, timestamp, span, is_action", time: "timestamp"))
    JOIN conversations ON conversations.id = messages.conversation
    WHERE NOT messages.is_action AND conversations.deleted_at IS NULL
    """

  private static let conversations = """
    SELECT agent_id, environment_id, is_used, message_count, customer_id, device, source, language,
      country_of(customer_ip_address) AS country,
      (SELECT count(*) FROM messages WHERE conversation = conversations.id AND sender = 'end_user'
        AND NOT is_action) AS turns,
      (SELECT group_concat(DISTINCT action) FROM action_logs WHERE conversation = conversations.id) AS actions
    FROM \(Misdated.between("conversations", "*", time: "started_at")) WHERE deleted_at IS NULL
    """

  private static let actions = """
    SELECT conversations.agent_id, conversations.environment_id, actions.name,
      action_logs.error_message <> '', action_logs.duration_ms
    FROM \(Misdated.between("action_logs", "conversation, action, error_message, duration_ms", time: "timestamp"))
      JOIN conversations ON conversations.id = action_logs.conversation
      JOIN actions ON actions.id = action_logs.action
    WHERE conversations.deleted_at IS NULL
    """

  private static let feedback = """
    SELECT feedbacks.agent_id, feedbacks.environment_id, feedbacks.sentiment
    FROM feedbacks LEFT JOIN conversations ON conversations.id = feedbacks.conversation
    WHERE feedbacks.created_at >= ? AND feedbacks.created_at < ? AND conversations.deleted_at IS NULL
    """

  private static let tokens = """
    SELECT conversations.agent_id, conversations.environment_id, prompt_tokens, completion_tokens,
      prompt_tokens + completion_tokens + embedding_tokens, coalesce(cost_usd, 0)
    FROM \(Misdated.between(
      "token_usage", "conversation, prompt_tokens, completion_tokens, embedding_tokens, cost_usd", time: "started_at"))
      JOIN conversations ON conversations.id = token_usage.conversation
    WHERE conversations.deleted_at IS NULL
    """
}

extension LabelFigures {
  fileprivate mutating func addAction(failed: Bool, duration: Double?) {
    count += 1
    if failed { errors += 1 }
    // An action that was tracked without times has a span of no length.
    if let duration, duration > 0 { durations.add(milliseconds: duration) }
  }
}

extension StartedConversation {
  fileprivate init(_ row: Row) {
    person = (row["customer_id"] as String?).map(personHash)
    actions = (row["actions"] as String?)?.split(separator: ",").compactMap { Int64($0) } ?? []
  }
}
