import CollectorStore
import JSONText

/// The bodies of contract 1.3 to 1.5 as spans. What is wrong with them is noted in the fields.
extension TrackedItem {
  static func message(_ fields: inout RequestFields, of id: EventID) -> TrackedItem {
    let time = fields.timestamp("timestamp")
    let metadata = fields.object("metadata")
    var messages: [Turn.Message] = []
    func add(_ content: String, from sender: String) {
      let messageID = messages.isEmpty ? id.spanID : "\(id.spanID)#\(messages.count)"
      messages.append(
        Turn.Message(id: messageID, timestamp: time, sender: sender, content: content, metadata: metadata))
    }
    if !fields.has("content"), fields.has("question") || fields.has("answer") {
      add(fields.requiredText("question"), from: "end_user")
      add(fields.requiredText("answer"), from: "agent")
    } else {
      let sender = fields.choice("sender", of: ["end_user", "agent", "system"])
      if !fields.has("sender") { fields.note("sender", "This field is required.") }
      add(fields.requiredText("content"), from: sender ?? "")
    }
    let turn = Turn(incompleteReason: nil, messages: messages)
    return item(&fields, id, kind: "turn", name: "turn", from: time, to: time, .turn(turn))
  }

  static func action(_ fields: inout RequestFields, of id: EventID) -> TrackedItem {
    let time = fields.timestamp("timestamp")
    let name = fields.requiredText("action_name")
    let metadata = fields.object("metadata")
    if name == "token_usage", let metadata {
      let counters = TokenCounters(metadata: metadata)
      return item(&fields, id, kind: "llm", name: name, from: time, to: time, .tokenCounters(counters))
    }
    let action = Action(
      name: name, trackedAt: time, toolsUsed: fields.anything("tools_used").map(embeddableJSON),
      response: fields.anything("response"), errorMessage: fields.anything("error_msg") ?? "",
      metadata: metadata)
    let times = ActionTimes(
      // Callers write these by hand, and nobody checks them on the way.
      start: fields.anything("started_at").flatMap { Timestamp(lenient: $0) },
      end: fields.anything("ended_at").flatMap { Timestamp(lenient: $0) },
      duration: fields.anything("duration_ms").flatMap { Double($0) }, trackedAt: time)
    var item = item(
      &fields, id, kind: "tool", name: name, from: times.start, to: times.end, .action(action))
    item.span.duration = times.duration
    item.span.status = action.errorMessage.isEmpty ? "unset" : "error"
    return item
  }

  static func button(_ fields: inout RequestFields, of id: EventID) -> TrackedItem {
    let time = fields.timestamp("timestamp")
    let button = Button(
      trackedAt: time, event: fields.requiredText("button_event"), label: fields.requiredText("label"),
      value: fields.requiredText("value"), metadata: fields.object("metadata"))
    return item(&fields, id, kind: "button", name: "button", from: time, to: time, .button(button))
  }

  private static func item(
    _ fields: inout RequestFields, _ id: EventID, kind: String, name: String, from start: Timestamp?,
    to end: Timestamp?, _ meaning: SpanRecord.Meaning
  ) -> TrackedItem {
    let span = SpanRecord(
      spanID: id.spanID, traceID: id.traceID, parentSpanID: nil, kind: kind, name: name, startedAt: start,
      endedAt: end, duration: start == nil ? nil : 0, status: "unset",
      turnID: kind == "turn" ? id.spanID : nil, payload: 0..<0, meaning: meaning)
    return TrackedItem(conversation: fields.conversation(), span: span, text: "")
  }
}

extension RequestFields {
  /// The conversation that a 0.0.x body names: by row, by id, or by both.
  mutating func conversation() -> ConversationReference {
    let name = text("conversation_id").flatMap { $0.isEmpty || $0 == "None" ? nil : $0 }
    return ConversationReference(row: row("conversation"), conversationID: name)
  }
}

extension TokenCounters {
  /// Reads the metadata of a `token_usage` action.
  fileprivate init(metadata: String) {
    self.init(prompt: 0, completion: 0, embedding: 0)
    guard
      let counts = try? JSONReader.read(
        metadata,
        { reader throws(JSONError) in
          var counts = (prompt: 0 as Int64, completion: 0 as Int64, embedding: 0 as Int64)
          try reader.object { reader, key throws(JSONError) in
            switch key {
            case "prompt_tokens": counts.prompt = try reader.optionalCount() ?? 0
            case "completion_tokens": counts.completion = try reader.optionalCount() ?? 0
            case "embedding_tokens": counts.embedding = try reader.optionalCount() ?? 0
            default: _ = try reader.skip()
            }
          }
          return counts
        })
    else { return }
    (prompt, completion, embedding) = counts
  }
}
