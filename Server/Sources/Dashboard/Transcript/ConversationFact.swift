import CollectorStore

/// What is known of a conversation.
struct ConversationFact {
  let name: String
  let value: String
  /// Of a moment.
  var time: PageTime?

  static func all(
    _ row: ConversationRow, _ transcript: Transcript, _ calendar: LocalCalendar
  ) -> [ConversationFact] {
    let tokens = transcript.tokenUsage.flatMap(\.counts).filter {
      ["prompt_tokens", "completion_tokens"].contains($0.name)
    }
    return facts([
      ("Conversation id", row.name == nil ? nil : row.conversationID),
      ("Agent", row.agentName), ("Environment", row.environment), ("Customer", row.customerID),
      ("Device", row.device), ("Language", row.language), ("Marked", row.isMarked ? "yes" : nil),
    ]) + (row.deletedAt.map { [ConversationFact("Deleted", PageTime($0, in: calendar))] } ?? [])
      + shared(row, calendar)
      + facts([
        ("Actions", "\(row.actionCount)"),
        ("Tokens", tokens.isEmpty ? nil : grouped(Int(tokens.reduce(0) { $0 + $1.count }))),
        ("Metadata", row.metadata),
      ])
  }

  /// What whoever has a link may know as well.
  static func shared(_ row: ConversationRow, _ calendar: LocalCalendar) -> [ConversationFact] {
    let milliseconds = Double(row.endedAt.microseconds - row.startedAt.microseconds) / 1000
    let started = ConversationFact("Started", PageTime(row.startedAt, in: calendar))
    return [started]
      + facts([
        ("Lasted", readableDuration(milliseconds: milliseconds)), ("Messages", "\(row.messageCount)"),
      ])
  }

  private init(_ name: String, _ time: PageTime) {
    (self.name, value, self.time) = (name, time.minute, time)
  }

  private init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }

  private static func facts(_ values: [(String, String?)]) -> [ConversationFact] {
    values.compactMap { name, value in value.map { ConversationFact(name, $0) } }
  }
}

/// What each model used in a conversation.
struct TokenTable {
  let rows: [Row]

  struct Row {
    let model: String
    let counts: String
    let cost: String
  }

  /// Nil where no tokens were tracked.
  init?(_ usage: [TokenUsageRow]) {
    guard !usage.isEmpty else { return nil }
    rows = usage.map { row in
      let counts = row.counts.filter { $0.count != 0 }.map {
        "\($0.name.replacing("_tokens", with: "").replacing("_", with: " ")) \(grouped(Int($0.count)))"
      }
      return Row(
        model: row.model.isEmpty ? "unnamed" : row.model, counts: counts.joined(separator: ", "),
        cost: row.costSource == "unpriced" ? "no price" : readableDollars(Double(row.cost.units) / 1e8))
    }
  }
}
