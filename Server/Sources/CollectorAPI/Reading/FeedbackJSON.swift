import CollectorStore
import JSONText

extension JSONWriter {
  /// A feedback as in contract 4.6; `extra` writes further members.
  mutating func feedback(_ row: FeedbackRow, extra: (inout JSONWriter) -> Void = { _ in }) {
    object { json in
      json.member("id", row.id)
      json.member("kind", row.kind)
      json.member("agent", row.agentID)
      json.member("conversation", row.conversation)
      json.member("conversation_id", row.conversationID)
      json.member("user", json: nil)
      json.member("environment", row.environment)
      json.member("environment_id", row.environmentID)
      json.member("sentiment", row.sentiment)
      json.member("source", row.source)
      json.member("category", row.category)
      json.member("comment", row.comment)
      json.member("metadata", json: row.metadata)
      json.member("created_at", row.createdAt.iso8601)
      if row.kind == "message" {
        json.member("message", row.message)
        json.member("topic", row.topic)
        json.member("reason", row.reason)
      }
      extra(&json)
    }
  }

  /// A ticket as in contract 4.7.
  mutating func ticket(_ row: TicketRow) {
    object { json in
      json.member("id", row.id)
      json.member("agent", row.agentID)
      json.member("title", row.title)
      json.member("status", row.status)
      json.member("priority", row.priority)
      json.key("tags")
      json.array { json in for tag in row.tags { json.string(tag) } }
      json.member("environment", row.environment)
      json.member("environment_id", row.environmentID)
      json.key("conversation")
      json.subject(row.conversation)
      json.key("feedback")
      json.opinion(row.feedback)
      json.key("comments")
      json.array { json in for comment in row.comments { json.comment(comment) } }
      json.member("comments_count", Int64(row.comments.count))
      json.member("created_at", row.createdAt.iso8601)
      json.member("updated_at", row.updatedAt.iso8601)
    }
  }

  mutating func comment(_ row: TicketComment) {
    object { json in
      json.member("id", row.id)
      json.member("author", row.author)
      json.member("role", row.role)
      json.member("body", row.body)
      json.member("created_at", row.createdAt.iso8601)
    }
  }

  private mutating func subject(_ row: TicketRow.Subject?) {
    guard let row else { return null() }
    object { json in
      json.member("id", row.id)
      json.member("conversation_id", row.conversationID)
      json.member("name", row.name)
      json.member("environment", row.environment)
      json.member("environment_id", row.environmentID)
    }
  }

  private mutating func opinion(_ row: TicketRow.Opinion?) {
    guard let row else { return null() }
    object { json in
      json.member("id", row.id)
      json.member("kind", row.kind)
      json.member("sentiment", row.sentiment)
      json.member("comment", row.comment)
      json.member("created_at", row.createdAt.iso8601)
    }
  }
}
