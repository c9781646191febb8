import JSONText

/// Builds bodies for `POST /api/ingest/`.
public struct Batch: Sendable {
  private var blocks: [String] = []

  public init() {}

  public var json: String {
    #"{"sdk":{"name":"test","version":"1"},"conversations":[\#(blocks.joined(separator: ","))]}"#
  }

  /// A block with `spans` and, in `fields`, further members as JSON text.
  public func with(_ conversationID: String, fields: String = "", spans: [String]) -> Batch {
    var batch = self
    let extra = fields.isEmpty ? "" : "," + fields
    batch.blocks.append(
      #"{"conversation_id":\#(quoted(conversationID))\#(extra),"spans":[\#(spans.joined(separator: ","))]}"#)
    return batch
  }
}

/// A message inside a turn.
public struct SpokenMessage: Sendable {
  let sender: String
  let content: String
  let second: Int
  let id: Int?

  public static func question(_ content: String, at second: Int, id: Int? = nil) -> SpokenMessage {
    SpokenMessage(sender: "end_user", content: content, second: second, id: id)
  }

  public static func answer(_ content: String, at second: Int, id: Int? = nil) -> SpokenMessage {
    SpokenMessage(sender: "agent", content: content, second: second, id: id)
  }

  var json: String {
    let idMember = id.map { #","agentsight.message.id":"\#(spanID($0))""# } ?? ""
    return #"""
      {"name":"agentsight.message","timestamp":"\#(time(second))","attributes":{
      "agentsight.message.sender":"\#(sender)","agentsight.message.content":\#(quoted(content))\#(idMember)}}
      """#
  }
}

/// A complete turn, or one that was cut short for `incomplete`.
public func turn(_ id: Int, _ messages: [SpokenMessage], incomplete: String? = nil) -> String {
  let attributes =
    incomplete.map { #""agentsight.turn.complete":false,"agentsight.turn.incomplete_reason":"\#($0)""# }
    ?? #""agentsight.turn.complete":true"#
  return span(
    id, kind: "turn", from: messages.first?.second ?? 0, to: messages.last?.second ?? 0,
    attributes: attributes, events: messages.map(\.json))
}

/// A span of any kind; `attributes` are members as JSON text, times are seconds after noon.
public func span(
  _ id: Int, kind: String, from start: Int = 0, to end: Int? = nil, attributes: String = "",
  events: [String] = []
) -> String {
  #"""
  {"span_id":"\#(spanID(id))","trace_id":"000000000000000000000000000000ff","parent_span_id":null,
  "kind":"\#(kind)","name":"\#(kind)","started_at":"\#(time(start))","ended_at":"\#(time(end ?? start))",
  "duration_ms":\#(((end ?? start) - start) * 1000).0,"status":"unset","attributes":{\#(attributes)},
  "events":[\#(events.joined(separator: ","))],"otel":{}}
  """#
}

public func spanID(_ id: Int) -> String {
  let digits = String(id, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// A moment so many seconds after noon of a fixed day.
public func time(_ second: Int) -> String {
  let parts = [12 + second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
  return "2026-01-31T\(parts.joined(separator: ":"))+00:00"
}

public func quoted(_ text: String) -> String {
  var json = JSONWriter()
  json.string(text)
  return json.text
}
