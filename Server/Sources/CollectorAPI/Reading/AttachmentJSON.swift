import CollectorStore
import JSONText

extension JSONWriter {
  /// An attachment as in contract 4.4.
  mutating func attachment(_ row: AttachmentRow, _ files: FileAddresses) {
    object { json in
      json.member("id", row.id)
      json.member("message", row.messageID)
      json.member("type", row.kind)
      json.member("filename", row.filename)
      json.member("mime_type", row.mimeType)
      json.member("size_bytes", row.size)
      json.member("file_url", files.url(of: row))
    }
  }

  /// What `GET /api/conversations/{pk}/attachments/` answers: the keys of 0.0.44 and those of 0.1.
  mutating func attachments(
    of conversation: ConversationRow, _ transcript: Transcript, _ files: FileAddresses
  ) {
    let messages = transcript.messages.filter { !$0.attachments.isEmpty }
    let attachments = messages.flatMap(\.attachments)
    object { json in
      json.member("conversation_id", conversation.conversationID)
      json.member("conversation", conversation.id)
      json.member("attachment_count", Int64(attachments.count))
      json.member("total_attachments", Int64(attachments.count))
      json.key("attachments")
      json.array { json in for attachment in attachments { json.attachment(attachment, files) } }
      json.key("messages")
      json.array { json in
        for message in messages {
          json.object { json in
            json.member("message_id", message.id)
            json.member("sender", message.sender)
            json.member("timestamp", message.place.timestamp.iso8601)
            json.key("attachments")
            json.array { json in for attachment in message.attachments { json.attachment(attachment, files) }
            }
          }
        }
      }
    }
  }
}

extension AttachmentRow {
  /// What sort of file its MIME type says it is.
  var kind: String {
    let type = mimeType.prefix { $0 != "/" }.lowercased()
    return ["image", "audio", "video"].contains(type) ? type : "file"
  }
}
