import CollectorStore
import JSONText

/// What was said in a span of OpenTelemetry's GenAI conventions: the question that it answers and the answer.
struct GenAIMessages {
  private(set) var question: String?
  private(set) var answer: String?

  private struct Message {
    var role = ""
    var text = ""
    var finishReason = ""
  }

  /// Looks into the attributes, into the event that can carry them instead, and into the events of older
  /// versions, one for each message.
  init(_ span: OTLPSpan) {
    for attributes in [span.attributes] + span.events.map(\.attributes) {
      if let input = attributes.text("gen_ai.input.messages") { take(input: Self.messages(input)) }
      if let output = attributes.text("gen_ai.output.messages") { take(output: Self.messages(output)) }
    }
    let events = span.events.compactMap(Self.message)
    take(input: events.filter { $0.role != "choice" })
    take(output: events.filter { $0.role == "choice" })
  }

  /// Only a question that nothing follows is asked here: a model is given all that was said before.
  private mutating func take(input: [Message]) {
    guard let last = input.last, last.role == "user", !last.text.isEmpty else { return }
    question = last.text
  }

  /// A model that asks for a tool has not answered yet.
  private mutating func take(output: [Message]) {
    let said = output.filter { !$0.finishReason.hasPrefix("tool_call") && !$0.text.isEmpty }
    if !said.isEmpty { answer = said.map(\.text).joined(separator: "\n") }
  }

  private static func message(of event: OTLPSpan.Event) -> Message? {
    let roles = [
      "gen_ai.user.message": "user", "gen_ai.assistant.message": "assistant", "gen_ai.tool.message": "tool",
      "gen_ai.system.message": "system", "gen_ai.choice": "choice",
    ]
    guard let role = roles[event.name] else { return nil }
    var message = event.attributes.text("message").flatMap { messages("[\($0)]").first } ?? Message()
    if let content = event.attributes.text("content") { message.text = content }
    message.finishReason = event.attributes.text("finish_reason") ?? message.finishReason
    message.role = role
    return message
  }

  /// Reads `[{"role", "parts": [{"type": "text", "content"}], "finish_reason"}]`, or `content` in the place
  /// of parts. What is none of this says nothing.
  private static func messages(_ text: String) -> [Message] {
    let messages = try? JSONReader.read(text) { reader throws(JSONError) in
      var messages: [Message] = []
      try reader.array { reader throws(JSONError) in
        var message = Message()
        try reader.members { reader, key throws(JSONError) in
          switch key {
          case "role": message.role = try reader.optionalText() ?? ""
          case "finish_reason": message.finishReason = try reader.optionalText() ?? ""
          case "content", "parts": message.text = try content(&reader)
          default: _ = try reader.skip()
          }
        }
        messages.append(message)
      }
      return messages
    }
    return messages ?? []
  }

  private static func content(_ reader: inout JSONReader) throws(JSONError) -> String {
    guard try reader.peek() == .array else { return try reader.optionalText() ?? "" }
    var texts: [String] = []
    try reader.array { reader throws(JSONError) in
      var (type, text) = ("text", "")
      try reader.members { reader, key throws(JSONError) in
        switch key {
        case "type": type = try reader.optionalText() ?? ""
        case "content", "text": text = try reader.optionalText() ?? ""
        default: _ = try reader.skip()
        }
      }
      if type == "text", !text.isEmpty { texts.append(text) }
    }
    return texts.joined(separator: "\n")
  }
}
