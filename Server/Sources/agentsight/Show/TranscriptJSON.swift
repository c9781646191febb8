import CollectorStore
import JSONText

/// A transcript for programs: one object with the conversation and its items in order.
enum TranscriptJSON {
  static func text(_ conversation: ConversationRow, _ transcript: Transcript) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("conversation_id", conversation.conversationID)
      json.member("agent", conversation.agentName)
      json.member("environment", conversation.environment)
      json.member("name", conversation.name)
      json.member("customer_id", conversation.customerID)
      json.member("metadata", json: conversation.metadata)
      json.key("items")
      json.array { json in for item in transcript.items { write(item, to: &json) } }
    }
    return withoutTerminalControls(json.text)
  }

  private static func write(_ item: Transcript.Item, to json: inout JSONWriter) {
    json.object { json in
      switch item {
      case .message(let row):
        start("message", row.place, &json)
        json.member("sender", row.sender)
        json.member("content", row.content)
        json.member("metadata", json: row.metadata)
        if !row.attachments.isEmpty { write(row.attachments, to: &json) }
      case .action(let row):
        start("action", row.place, &json)
        json.member("name", row.name)
        json.member("started_at", row.startedAt?.iso8601)
        json.member("ended_at", row.endedAt?.iso8601)
        json.member("duration_ms", row.duration)
        json.member("tools_used", json: row.toolsUsed)
        json.member("response", row.response)
        json.member("error_message", row.errorMessage)
        json.member("metadata", json: row.metadata)
      case .button(let row):
        start("button", row.place, &json)
        json.member("event", row.event)
        json.member("label", row.label)
        json.member("value", row.value)
        json.member("metadata", json: row.metadata)
      }
    }
  }

  private static func write(_ attachments: [AttachmentRow], to json: inout JSONWriter) {
    json.key("attachments")
    json.array { json in
      for attachment in attachments {
        json.object {
          $0.member("filename", attachment.filename)
          $0.member("mime_type", attachment.mimeType)
          $0.member("size_bytes", attachment.size)
        }
      }
    }
  }

  private static func start(_ kind: String, _ place: Place, _ json: inout JSONWriter) {
    json.member("type", kind)
    json.member("timestamp", place.timestamp.iso8601)
  }

  /// JSON escapes the controls of ASCII; the second set, which terminals obey too, it may leave as it is.
  /// They can stand in strings alone, where this spelling means the same.
  private static func withoutTerminalControls(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { text, scalar in
      if (0x80...0x9F).contains(scalar.value) {
        text += "\\u00" + String(scalar.value, radix: 16)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}
