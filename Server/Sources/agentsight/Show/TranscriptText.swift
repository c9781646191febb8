import CollectorStore

/// A transcript for people at a terminal.
enum TranscriptText {
  private static let indentation = 24

  static func text(_ conversation: ConversationRow, _ transcript: Transcript) -> String {
    var lines = [heading(conversation)]
    var date = ""
    for item in transcript.items {
      let time = item.place.timestamp.iso8601
      if time.prefix(10) != date {
        date = String(time.prefix(10))
        lines += ["", "\(date) (UTC)"]
      }
      lines += Self.lines(item, clock: String(time.dropFirst(11).prefix(12)))
    }
    if transcript.items.isEmpty { lines += ["", "Nothing was said."] }
    return lines.joined(separator: "\n")
  }

  private static func heading(_ conversation: ConversationRow) -> String {
    let facts = [
      conversation.name, conversation.agentName, conversation.environment, conversation.customerID,
    ]
    return ([conversation.conversationID] + facts.compactMap(\.self)).map(TerminalText.line)
      .joined(separator: " · ")
  }

  private static func lines(_ item: Transcript.Item, clock: String) -> [String] {
    switch item {
    case .message(let row):
      let speaker = row.sender == "end_user" ? "person" : row.sender
      return [first(clock, speaker, TerminalText.block(row.content, indentation: indentation))]
        + row.attachments.flatMap { detail("file", "\($0.filename) (\($0.mimeType), \($0.size) bytes)") }
    case .action(let row):
      // An action that was tracked without times has a span of no length.
      let duration = row.duration.flatMap { $0 > 0 ? "  \(($0 * 1000).rounded() / 1000) ms" : nil } ?? ""
      return [first(clock, "action", TerminalText.line(row.name) + duration)]
        + detail("tools used", row.toolsUsed) + detail("response", row.response)
        + detail("error", row.errorMessage.isEmpty ? nil : row.errorMessage)
    case .button(let row):
      let text = "\(row.label) (\(row.event) = \(row.value))"
      return [first(clock, "button", TerminalText.line(text))]
    }
  }

  private static func first(_ clock: String, _ speaker: String, _ text: String) -> String {
    let gap = String(repeating: " ", count: max(1, indentation - clock.count - 2 - speaker.count))
    return "\(clock)  \(speaker)\(gap)\(text)"
  }

  private static func detail(_ name: String, _ text: String?) -> [String] {
    guard let text else { return [] }
    let margin = String(repeating: " ", count: indentation)
    return ["\(margin)\(name): \(TerminalText.block(text, indentation: indentation + 2))"]
  }
}
