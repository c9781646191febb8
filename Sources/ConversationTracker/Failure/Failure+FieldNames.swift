extension ConversationTracker.Failure {
  /// The core names the fields of its own structs in what it says about them; callers of this module know them
  /// by these names.
  private static let names = [
    "AGS_WHEN_FULL_SPOOL": ".spool",
    "api_key": "apiKey",
    "batch_events": "batchEvents",
    "close_timeout_ms": "closeTimeout",
    "connect_timeout_ms": "connectTimeout",
    "conversation_id": "conversationID",
    "count": "attachments",
    "duration_ns": "duration",
    "ended_at_ns": "endedAt",
    "error_msg": "errorMessage",
    "files": "attachments",
    "log_level": "logLevel",
    "memory_limit": "memoryLimit",
    "mime_type": "mimeType",
    "request_timeout_ms": "requestTimeout",
    "spool_directory": "spoolDirectory",
    "spool_limit": "spoolLimit",
    "started_at_ns": "startedAt",
    "text_limit": "textLimit",
    "timeout_ms": "timeout",
    "tools_used": "toolsUsed",
    "when_full": "whenFull",
  ]

  /// The core's sentence with the names of this module. Where a sentence may quote a server's answer or a key of
  /// somebody's metadata, only what stands before its colon is a name.
  static func withFieldNames(_ sentence: String, _ code: Code) -> String {
    switch code {
    case .action, .attachment, .option: named(sentence[...])
    default:
      if let colon = sentence.firstIndex(of: ":") {
        named(sentence[..<colon]) + sentence[colon...]
      } else {
        sentence
      }
    }
  }

  private static func named(_ sentence: Substring) -> String {
    var result = ""
    var rest = sentence
    while !rest.isEmpty {
      let word = rest.prefix { $0.isLetter || $0 == "_" }
      result += names[String(word)] ?? String(word)
      rest = rest.dropFirst(word.count)
      if let separator = rest.popFirst() { result.append(separator) }
    }
    return result
  }
}
