import CollectorStore
import JSONText

extension JSONWriter {
  /// A conversation as in contract 4.2, with its transcript as in 4.3 where there is one.
  mutating func conversation(
    _ row: ConversationRow, _ transcript: Transcript? = nil, _ files: FileAddresses? = nil
  ) {
    object { json in
      json.member("id", row.id)
      json.member("agent", row.agentID)
      json.member("conversation_id", row.conversationID)
      json.member("name", row.name)
      json.member("customer_id", row.customerID)
      json.member("customer_ip_address", row.customerIPAddress)
      json.member("device", row.device)
      json.member("language", row.language)
      json.member("environment", row.environment)
      json.member("environment_id", row.environmentID)
      json.member("metadata", json: row.metadata)
      json.member("started_at", row.startedAt.iso8601)
      json.member("ended_at", row.endedAt.iso8601)
      json.member("message_count", Int64(row.messageCount))
      json.member("feedback_count", Int64(row.feedbackCount))
      json.member("is_marked", row.isMarked)
      json.member("is_used", row.isUsed)
      json.member("is_deleted", row.deletedAt != nil)
      json.member("deleted_at", row.deletedAt?.iso8601)
      json.member("geo_location", json: nil)
      if let transcript, let files { json.transcriptMembers(transcript, of: row, files) }
    }
  }

  private mutating func transcriptMembers(
    _ transcript: Transcript, of row: ConversationRow, _ files: FileAddresses
  ) {
    let actions = Dictionary(uniqueKeysWithValues: transcript.actions.map { ($0.messageID, $0) })
    key("messages")
    array { json in
      for message in transcript.messages { json.message(message, of: row, actions[message.id], files) }
    }
    key("action_logs")
    array { json in for action in transcript.actions { json.action(action) } }
    key("feedbacks")
    array { json in for feedback in transcript.feedbacks { json.feedback(feedback) } }
    key("tickets")
    array { _ in }
    key("token_usage")
    tokenUsage(transcript.tokenUsage)
  }

  mutating func message(
    _ message: MessageRow, of row: ConversationRow, _ action: ActionRow?, _ files: FileAddresses
  ) {
    object { json in
      json.member("id", message.id)
      json.member("conversation", row.id)
      json.member("timestamp", message.place.timestamp.iso8601)
      json.member("sender", message.sender)
      json.member("content", message.content)
      json.member("action_name", action?.name)
      json.member("metadata", json: message.metadata)
      // Beside the metadata instead of in it, which stays what the agent tracked.
      json.member("latency_ms", message.latency)
      json.key("attachments")
      json.array { json in for attachment in message.attachments { json.attachment(attachment, files) } }
      json.key("action_logs")
      json.array { json in if let action { json.action(action) } }
      json.member("button", json: nil)
    }
  }

  /// A feedback as it stands in its conversation.
  mutating func feedback(_ row: FeedbackRow) {
    object { json in
      json.member("id", row.id)
      json.member("conversation", row.conversation)
      json.member("sentiment", row.sentiment)
      json.member("source", row.source)
      json.member("comment", row.comment)
      json.member("metadata", json: row.metadata)
      json.member("created_at", row.createdAt.iso8601)
    }
  }

  mutating func action(_ action: ActionRow) {
    object { json in
      json.member("id", action.id)
      json.member("action", action.actionID)
      json.member("action_name", action.name)
      json.member("message", action.messageID)
      json.member("started_at", action.startedAt?.iso8601)
      json.member("ended_at", action.endedAt?.iso8601)
      json.member("duration_ms", action.duration)
      json.member("tools_used", json: action.toolsUsed)
      json.member("response", action.response)
      json.member("error_message", action.errorMessage)
      json.member("metadata", json: action.metadata)
    }
  }
}
