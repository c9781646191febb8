import CollectorStore
import JSONText

/// One event of a span; only those named `agentsight.message` mean anything beyond the archive.
struct MessageEvent {
  private(set) var isMessage = false
  private(set) var errors: [String] = []
  private var timestamp: Timestamp?
  private var id: String?
  private var sender: String?
  private var content: String?
  private var metadata: String?

  private static let senders: Set = ["end_user", "agent", "system"]

  var isComplete: Bool { content != nil && sender.map(Self.senders.contains) == true }

  mutating func decode(_ reader: inout JSONReader) throws(JSONError) {
    try reader.optionalObject {
      errors.append($0)
    } _: { reader, key throws(JSONError) in
      switch key {
      case "name": isMessage = try reader.optionalText() == "agentsight.message"
      case "timestamp": timestamp = try reader.optionalTimestamp { errors.append("timestamp: \($0)") }
      case "attributes":
        try reader.optionalObject {
          errors.append($0)
        } _: { reader, key throws(JSONError) in
          switch key {
          case "agentsight.message.id": id = try reader.optionalText()
          case "agentsight.message.sender": sender = try reader.optionalText()
          case "agentsight.message.content": content = try reader.optionalText()
          case "agentsight.message.metadata": metadata = try reader.optionalText().map(embeddableJSON)
          default: _ = try reader.skip()
          }
        }
      default: _ = try reader.skip()
      }
    }
  }

  func message(fallbackID: String) -> Turn.Message {
    let id = id.flatMap { $0.isEmpty ? nil : $0.lowercased() } ?? fallbackID
    return Turn.Message(
      id: id, timestamp: timestamp, sender: sender ?? "", content: content ?? "", metadata: metadata)
  }
}
