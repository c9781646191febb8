import CollectorStore
import JSONText

extension LiveMessage {
  /// The message as the live page's script takes it: texts, which it never reads as markup.
  func write(to json: inout JSONWriter, _ calendar: LocalCalendar) {
    let view = LiveMessageView(self, calendar)
    json.object { json in
      json.member("path", view.path)
      json.member("title", view.title)
      json.member("facts", view.facts)
      json.member("side", view.side)
      json.member("speaker", view.speaker)
      json.member("text", view.text)
      json.member("machine", view.time.machine)
      json.member("exact", view.time.exact)
      json.member("time", view.time.minute)
    }
  }
}

/// A message as the live page shows it.
struct LiveMessageView {
  let path: String
  let title: String
  let facts: String
  /// The class that decides the colour.
  let side: String
  let speaker: String
  let text: String
  let time: PageTime

  init(_ message: LiveMessage, _ calendar: LocalCalendar) {
    path = "/conversations/\(message.conversation)"
    title = message.conversationTitle
    facts = "\(message.agentName) · \(message.environment)"
    switch message.sender {
    case _ where message.isAction: (side, speaker) = ("action", "Action")
    case "end_user": (side, speaker) = ("person", "Person")
    case "agent": (side, speaker) = ("agent", "Agent")
    default: (side, speaker) = ("system", "System")
    }
    text = message.content
    time = PageTime(message.timestamp, in: calendar)
  }
}
