import CollectorStore
import JSONText

/// Turns exported spans into a batch of the ingest wire, so that both are stored by the same rules.
struct OTLPTranslation {
  /// Conversations, as the body of `POST /api/ingest/`.
  private(set) var text = ""
  /// Spans without the ids that OpenTelemetry demands.
  private(set) var rejected = 0

  /// Characters of a conversation's texts.
  private static let maximumLength = 255

  init(_ spans: [OTLPSpan], environments: [EnvironmentRow]) {
    var order: [String] = []
    var groups: [String: [OTLPSpan]] = [:]
    var known: [String: String] = [:]
    for span in spans { known[span.traceID] = known[span.traceID] ?? span.conversationID }
    for span in spans {
      guard Self.isID(span.traceID, digits: 32), Self.isID(span.spanID, digits: 16) else {
        rejected += 1
        continue
      }
      // Without a conversation of its own, a span belongs to that of its trace, or the trace is one.
      let id = Self.cut(span.conversationID ?? known[span.traceID] ?? span.traceID)
      if groups[id] == nil { order.append(id) }
      groups[id, default: []].append(span)
    }
    var json = JSONWriter()
    json.object { json in
      json.key("conversations")
      json.array { json in
        for id in order { json.conversation(id, groups[id] ?? [], environments) }
      }
    }
    text = json.text
  }

  private static func isID(_ text: String, digits: Int) -> Bool {
    text.utf8.count == digits && text.allSatisfy(\.isHexDigit) && text.contains { $0 != "0" }
  }

  fileprivate static func cut(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(maximumLength)))
  }
}

extension JSONWriter {
  fileprivate mutating func conversation(
    _ id: String, _ spans: [OTLPSpan], _ environments: [EnvironmentRow]
  ) {
    let customer = spans.lazy.compactMap(\.customerID).first
    let slugs = spans.lazy.compactMap(\.environment).map(environmentSlug)
    object { json in
      json.member("conversation_id", id)
      if let customer { json.member("customer_id", OTLPTranslation.cut(customer)) }
      // A deployment can have any name; only one that is an environment here counts.
      if let slug = slugs.first(where: { slug in environments.contains { $0.slug == slug } }) {
        json.member("environment", slug)
      }
      json.key("spans")
      json.array { json in for span in spans { json.span(span) } }
    }
  }

  /// The span, and where a model's call holds what was said, the turn that says it.
  private mutating func span(_ span: OTLPSpan) {
    let messages = GenAIMessages(span)
    let attributes = span.translatedAttributes
    self.span(span, id: span.spanID, kind: span.kind, attributes, span.kind == "turn" ? messages : nil)
    guard span.kind == "llm", messages.question != nil || messages.answer != nil else { return }
    var turn = OTLPAttributes()
    turn.set("agentsight.turn.complete", .boolean(true))
    turn.set("agentsight.turn.id", attributes["agentsight.turn.id"] ?? .text(span.traceID))
    let id = EventID(of: ["otlp turn", span.traceID, span.spanID]).spanID
    self.span(span, id: id, kind: "turn", turn, messages)
  }

  private mutating func span(
    _ span: OTLPSpan, id: String, kind: String, _ attributes: OTLPAttributes, _ messages: GenAIMessages?
  ) {
    object { json in
      json.member("span_id", id)
      json.member("trace_id", span.traceID)
      json.member("parent_span_id", span.parentSpanID.isEmpty ? nil : span.parentSpanID)
      json.member("kind", kind)
      json.member("name", span.name)
      json.member("started_at", Self.time(span.start))
      json.member("ended_at", Self.time(span.end))
      json.member("duration_ms", span.end >= span.start ? Double(span.end - span.start) / 1e6 : 0)
      json.member("status", span.status)
      json.key("attributes")
      json.attributes(attributes)
      json.key("events")
      json.array { json in
        for event in span.events { json.event(event.name, event.time, event.attributes) }
        json.message(messages?.question, from: "end_user", at: span.start, span)
        json.message(messages?.answer, from: "agent", at: span.end, span)
      }
      json.key("otel")
      json.object { json in
        json.member("status_description", span.statusMessage.isEmpty ? nil : span.statusMessage)
        json.key("resource")
        json.attributes(span.resource)
        json.key("scope")
        json.object { json in
          json.member("name", span.scopeName)
          json.member("version", span.scopeVersion)
        }
      }
    }
  }

  /// The same words of the same person in one trace are one message: agents and the models they call all
  /// carry them.
  private mutating func message(
    _ content: String?, from sender: String, at time: UInt64, _ span: OTLPSpan
  ) {
    guard let content else { return }
    var attributes = OTLPAttributes()
    attributes.set("agentsight.message.sender", .text(sender))
    attributes.set("agentsight.message.content", .text(content))
    let id = EventID(of: ["otlp message", span.traceID, sender, content]).spanID
    attributes.set("agentsight.message.id", .text(id))
    event("agentsight.message", time, attributes)
  }

  private mutating func event(_ name: String, _ time: UInt64, _ attributes: OTLPAttributes) {
    object { json in
      json.member("name", name)
      json.member("timestamp", Self.time(time))
      json.key("attributes")
      json.attributes(attributes)
    }
  }

  private static func time(_ nanoseconds: UInt64) -> String? {
    nanoseconds == 0 ? nil : Timestamp(microseconds: Int64(nanoseconds / 1000)).iso8601
  }
}
