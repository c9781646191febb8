import CollectorStore
import JSONText

extension JSONWriter {
  /// The members of a span as in contract 4.10.
  mutating func members(of span: SpanRow) {
    let (attributes, events) = span.parts
    member("id", span.id)
    member("conversation", span.conversation)
    member("conversation_id", span.conversationID)
    member("trace_id", span.traceID)
    member("span_id", span.spanID)
    member("parent_span_id", span.parentSpanID)
    member("kind", span.kind)
    member("name", span.name)
    member("started_at", span.startedAt?.iso8601)
    member("ended_at", span.endedAt?.iso8601)
    member("duration_ms", span.duration)
    member("status", span.status)
    member("attributes", json: attributes)
    member("events", json: events)
  }
}

extension SpanRow {
  /// The attributes and events of the payload as they came; empty where it has none, as the requests of
  /// the 0.0.x clients have not.
  fileprivate var parts: (attributes: String, events: String) {
    var parts = (attributes: "{}", events: "[]")
    let read = try? JSONReader.read(payload) { reader throws(JSONError) in
      var found = (attributes: "{}", events: "[]")
      try reader.object { reader, key throws(JSONError) in
        switch key {
        case "attributes": found.attributes = try reader.raw()
        case "events": found.events = try reader.raw()
        default: _ = try reader.skip()
        }
      }
      return found
    }
    if let read { parts = read }
    return parts
  }
}

/// The spans of a trace under their parents. A span whose parent is not there is a root.
struct SpanTree {
  private let roots: [SpanRow]
  private let children: [Place: [SpanRow]]

  /// A span's id is unique in its conversation alone.
  private struct Place: Hashable {
    let conversation: Int64
    let spanID: String
  }

  /// Parents inside one another that an answer follows; what stands deeper is left out, and so is a circle.
  private static let maximumDepth = 100

  init(_ spans: [SpanRow]) {
    let known = Set(spans.map { Place(conversation: $0.conversation, spanID: $0.spanID) })
    func parent(of span: SpanRow) -> Place? {
      guard let id = span.parentSpanID, id != span.spanID else { return nil }
      let place = Place(conversation: span.conversation, spanID: id)
      return known.contains(place) ? place : nil
    }
    var (roots, children): ([SpanRow], [Place: [SpanRow]]) = ([], [:])
    for span in spans {
      if let parent = parent(of: span) {
        children[parent, default: []].append(span)
      } else {
        roots.append(span)
      }
    }
    (self.roots, self.children) = (roots, children)
  }

  func write(to json: inout JSONWriter) { write(roots, depth: 0, to: &json) }

  private func write(_ spans: [SpanRow], depth: Int, to json: inout JSONWriter) {
    json.array { json in
      for span in spans {
        json.object { json in
          json.members(of: span)
          json.key("children")
          let place = Place(conversation: span.conversation, spanID: span.spanID)
          let below = depth < Self.maximumDepth ? children[place] ?? [] : []
          write(below, depth: depth + 1, to: &json)
        }
      }
    }
  }
}
