import ConversationTracker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Session {
  func track(_ tracker: ConversationTracker, _ call: Call) throws(ConversationTracker.Failure) {
    let id = call["conversation_id"]
    let metadata = try call.metadata(prepared: prepared)
    let text = call["text"] ?? ""
    switch (call.name, prepared) {
    case ("question", true): try tracker.conversation(id).trackQuestion(text, metadata: metadata)
    case ("answer", true): try tracker.conversation(id).trackAnswer(text, metadata: metadata)
    case ("question", false): try tracker.trackQuestion(text, conversationID: id, metadata: metadata)
    case ("answer", false): try tracker.trackAnswer(text, conversationID: id, metadata: metadata)
    case ("action", _):
      try tracker.trackAction(
        call["name"] ?? "", toolsUsed: call["tools_used"].map { .init(json: $0) }, response: call["response"],
        errorMessage: call["error_msg"], startedAt: call.date("started_at_ns"),
        endedAt: call.date("ended_at_ns"),
        duration: call.number("duration_ns").map { .nanoseconds($0) }, conversationID: id, metadata: metadata)
    case ("button", _):
      try tracker.trackButton(
        call["event"] ?? "", label: call["label"] ?? "", value: call["value"] ?? "", conversationID: id,
        metadata: metadata)
    case ("token_usage", _):
      try tracker.trackTokenUsage(
        prompt: call.number("prompt") ?? 0, completion: call.number("completion") ?? 0,
        total: call.number("total"), embedding: call.number("embedding") ?? 0, conversationID: id,
        metadata: metadata)
    case ("attachments", _):
      try tracker.trackAttachments(
        call.groups("file").map(ConversationTracker.Attachment.init(fields:)),
        from: call.number("from_agent") == 1 ? .agent : .endUser,
        mode: call.number("form_data") == 1 ? .form : .base64, conversationID: id, metadata: metadata)
    case ("get_or_create", _):
      try tracker.getOrCreateConversation(
        conversationID: id, customerID: call["customer_id"], customerIPAddress: call["customer_ip_address"],
        device: call["device"], source: call["source"], language: call["language"], name: call["name"],
        environment: call["environment"], metadata: metadata)
    default: fatalError("no call is named \(call.name)")
    }
  }
}

extension Call {
  fileprivate func date(_ name: String) -> Date? {
    number(name).map { Date(timeIntervalSince1970: Double($0) / 1e9) }
  }
}

extension ConversationTracker.Attachment {
  fileprivate init(fields: [(name: String, value: String)]) {
    let values = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    if let path = values["path"] {
      self = .file(path, filename: values["filename"], mimeType: values["mime_type"])
    } else {
      self = .data(
        Array((values["data"] ?? "").utf8), filename: values["filename"] ?? "", mimeType: values["mime_type"])
    }
  }
}
