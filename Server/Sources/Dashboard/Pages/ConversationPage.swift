import CollectorStore
import Hummingbird

extension Dashboard {
  /// One conversation: everything that was said and done, in order.
  func conversationPage(_ id: Int64?, _ viewer: Viewer) async throws -> Response {
    guard let id, let (conversation, transcript) = try await store.conversation(id, for: viewer.audience)
    else {
      throw HTTPError(.notFound)
    }
    let view = ConversationView(conversation, transcript, store.attachmentLinks)
    return Page.render(
      .conversation, view, title: conversation.title, in: try await frame(viewer, section: "/conversations"))
  }
}

private struct ConversationView {
  let title: String
  let facts: [Fact]
  let isEmpty: Bool
  let days: [Day]

  struct Fact {
    let name: String
    let value: String
  }

  struct Day {
    let date: String
    var items: [TranscriptItemView]
  }

  init(_ row: ConversationRow, _ transcript: Transcript, _ links: AttachmentLinks) {
    title = row.title
    let items = transcript.items
    isEmpty = items.isEmpty
    facts = Self.facts(row, transcript)
    days = items.reduce(into: []) { days, item in
      let date = PageTime(item.place.timestamp).date
      if days.last?.date != date { days.append(Day(date: date, items: [])) }
      days[days.count - 1].items.append(TranscriptItemView(item, links))
    }
  }

  private static func facts(_ row: ConversationRow, _ transcript: Transcript) -> [Fact] {
    let milliseconds = Double(row.endedAt.microseconds - row.startedAt.microseconds) / 1000
    let tokens = transcript.tokenUsage.flatMap(\.counts).filter {
      ["prompt_tokens", "completion_tokens"].contains($0.name)
    }
    let values: [(String, String?)] = [
      ("Conversation id", row.name == nil ? nil : row.conversationID),
      ("Agent", row.agentName), ("Environment", row.environment), ("Customer", row.customerID),
      ("Device", row.device), ("Language", row.language),
      ("Started", PageTime(row.startedAt).minute + " UTC"),
      ("Lasted", readableDuration(milliseconds: milliseconds)),
      ("Messages", "\(row.messageCount)"), ("Actions", "\(row.actionCount)"),
      ("Tokens", tokens.isEmpty ? nil : "\(tokens.reduce(0) { $0 + $1.count })"),
      ("Metadata", row.metadata),
    ]
    return values.compactMap { name, value in value.map { Fact(name: name, value: $0) } }
  }
}
