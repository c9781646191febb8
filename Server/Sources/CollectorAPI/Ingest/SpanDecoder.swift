import CollectorStore
import JSONText

/// Reads and checks one span. What it does not know stays in the payload, which is kept whole.
struct SpanDecoder {
  /// What is wrong, each as `field: message`.
  private(set) var errors: [String] = []
  private(set) var record: SpanRecord?

  private var spanID: String?
  private var traceID: String?
  private var parentSpanID: String?
  private var kind: String?
  private var name = ""
  private var startedAt: Timestamp?
  private var endedAt: Timestamp?
  private var duration: Double?
  private var status = "unset"
  private var attributes = SpanAttributes()
  private var messages: [MessageEvent] = []

  mutating func decode(_ reader: inout JSONReader) throws(JSONError) {
    guard try reader.peek() == .object else {
      _ = try reader.skip()
      return errors.append(" Expected an object.")
    }
    // White space in front of the span belongs to the array, not to the payload: `peek` is past it.
    let start = reader.offset
    try reader.object { reader, key throws(JSONError) in try decodeMember(key, &reader) }
    if spanID == nil { note("span_id", "A span id of 16 hexadecimal digits is required.") }
    if traceID == nil { note("trace_id", "A trace id of 32 hexadecimal digits is required.") }
    if kind == nil { note("kind", "This field is required.") }
    for message in messages where !message.isComplete {
      note("events", "A message needs a sender (end_user, agent or system) and a content.")
    }
    if errors.isEmpty { record = makeRecord(payload: start..<reader.offset) }
  }

  private mutating func decodeMember(_ key: JSONSlice, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "span_id": spanID = try identifier(digits: 16, "span_id", &reader)
    case "trace_id": traceID = try identifier(digits: 32, "trace_id", &reader)
    case "parent_span_id": parentSpanID = try identifier(digits: 16, "parent_span_id", &reader)
    case "kind": kind = try reader.optionalString { note("kind", $0) }
    case "name": name = try reader.optionalString { note("name", $0) } ?? ""
    case "started_at": startedAt = try reader.optionalTimestamp { note("started_at", $0) }
    case "ended_at": endedAt = try reader.optionalTimestamp { note("ended_at", $0) }
    case "duration_ms": duration = try reader.optionalNumber { note("duration_ms", $0) }
    case "status": status = try reader.optionalString { note("status", $0) } ?? "unset"
    case "attributes":
      try reader.optionalObject {
        note("attributes", $0)
      } _: { reader, key throws(JSONError) in
        try attributes.decode(key, &reader)
      }
    case "events":
      messages.removeAll()
      try reader.optionalArray {
        note("events", $0)
      } _: { reader throws(JSONError) in
        var event = MessageEvent()
        try event.decode(&reader)
        for error in event.errors { note("events", error) }
        if event.isMessage { messages.append(event) }
      }
    default: _ = try reader.skip()
    }
  }

  private mutating func note(_ field: String, _ message: String) { errors.append("\(field): \(message)") }

  /// An id in lower case, or nil where it is null or empty.
  private mutating func identifier(
    digits: Int, _ field: String, _ reader: inout JSONReader
  ) throws(JSONError) -> String? {
    guard let value = try reader.optionalString({ note(field, $0) }), !value.isEmpty else { return nil }
    guard value.utf8.count == digits, value.utf8.allSatisfy(isHexDigit) else {
      note(field, "Expected \(digits) hexadecimal digits.")
      return nil
    }
    let hasCapitals = value.utf8.contains { $0 < UInt8(ascii: "a") && $0 > UInt8(ascii: "9") }
    return hasCapitals ? value.lowercased() : value
  }

  private func makeRecord(payload: Range<Int>) -> SpanRecord {
    let kind = kind ?? "unknown"
    let turnID = attributes.turnID ?? (kind == "turn" ? spanID : nil)
    return SpanRecord(
      spanID: spanID ?? "", traceID: traceID ?? "", parentSpanID: parentSpanID, kind: kind, name: name,
      startedAt: startedAt, endedAt: endedAt, duration: duration ?? measuredDuration, status: status,
      turnID: turnID, payload: payload, meaning: meaning(of: kind))
  }

  private var measuredDuration: Double? {
    guard let startedAt, let endedAt else { return nil }
    return Double(endedAt.microseconds - startedAt.microseconds) / 1000
  }

  private func meaning(of kind: String) -> SpanRecord.Meaning {
    switch kind {
    case "turn":
      .turn(Turn(incompleteReason: attributes.incompleteReasonOfTurn, messages: identified(messages)))
    case "tool", "task": .action(attributes.action(spanName: name))
    case "button": .button(attributes.button)
    case "llm": .modelCall(attributes.modelCall)
    case "conversation": .visit
    default: .other
    }
  }

  /// A message that brings no id takes it from its span and its place there.
  private func identified(_ events: [MessageEvent]) -> [Turn.Message] {
    let spanID = spanID ?? ""
    return events.enumerated().map { index, event in
      event.message(fallbackID: index == 0 ? spanID : "\(spanID)#\(index)")
    }
  }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}
