import CollectorStore
import JSONText

extension JSONWriter {
  /// A conversation as in contract 4.2, with its transcript as in 4.3 where there is one, or with nothing of
  /// it but the tickets.
  mutating func conversation(
    _ row: ConversationRow, _ transcript: Transcript? = nil, _ files: FileAddresses? = nil,
    ticketsAlone: Bool = false
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
      json.geoLocation(of: row)
      guard let transcript, let files else { return }
      if ticketsAlone {
        json.key("tickets")
        json.array { json in for ticket in transcript.tickets { json.ticket(ticket) } }
      } else {
        json.transcriptMembers(transcript, of: row, files)
      }
    }
  }

  /// Where the person was, by the country of their address: what the collector knows of it.
  private mutating func geoLocation(of row: ConversationRow) {
    guard let country = row.country else { return member("geo_location", json: nil) }
    key("geo_location")
    object { json in
      json.member("ip_address", row.customerIPAddress)
      json.member("city", nil as String?)
      json.member("country", country)
      json.member("timezone_name", nil as String?)
    }
  }

  private mutating func transcriptMembers(
    _ transcript: Transcript, of row: ConversationRow, _ files: FileAddresses
  ) {
    let actions = Dictionary(uniqueKeysWithValues: transcript.actions.map { ($0.messageID, $0) })
    let votes = transcript.votes
    key("messages")
    array { json in
      for message in transcript.messages {
        json.message(message, of: row, actions[message.id], votes[message.id], files)
      }
    }
    key("action_logs")
    array { json in for action in transcript.actions { json.action(action) } }
    key("feedbacks")
    array { json in for feedback in transcript.feedbacks { json.feedback(feedback) } }
    key("tickets")
    array { json in for ticket in transcript.tickets { json.ticket(ticket) } }
    key("token_usage")
    tokenUsage(transcript.tokenUsage)
  }

  /// A message that stands alone in its transcript.
  mutating func message(
    _ message: MessageRow, of row: ConversationRow, in transcript: Transcript, _ files: FileAddresses
  ) {
    self.message(message, of: row, transcript.actions.first, transcript.votes[message.id], files)
  }

  private mutating func message(
    _ message: MessageRow, of row: ConversationRow, _ action: ActionRow?, _ vote: FeedbackRow?,
    _ files: FileAddresses
  ) {
    object { json in
      json.member("id", message.id)
      json.member("conversation", row.id)
      json.member("timestamp", message.place.timestamp.iso8601)
      json.member("sender", message.sender)
      json.member("content", message.content)
      json.member("action_name", action?.name)
      json.member("metadata", json: message.metadataWithLatency)
      json.member("latency_ms", message.latency)
      json.key("attachments")
      json.array { json in for attachment in message.attachments { json.attachment(attachment, files) } }
      json.key("action_logs")
      json.array { json in if let action { json.action(action) } }
      json.member("button", json: nil)
      json.key("vote")
      if let vote { json.feedback(vote) } else { json.null() }
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

extension Transcript {
  /// What people think of messages, by message.
  fileprivate var votes: [Int64: FeedbackRow] {
    Dictionary(feedbacks.compactMap { row in row.message.map { ($0, row) } }, uniquingKeysWith: { $1 })
  }
}

extension MessageRow {
  /// The metadata as it was tracked, with the time that the answer took where that is known and the tracker
  /// did not say it itself.
  fileprivate var metadataWithLatency: String? {
    guard let latency else { return metadata }
    var number = JSONWriter()
    number.number(latency)
    let member = "\"latency_ms\":\(number.text)"
    guard let metadata else { return "{\(member)}" }
    var isEmpty = true
    var isKnown = false
    let isObject: Void? = try? JSONReader.read(metadata) { reader throws(JSONError) in
      try reader.object { reader, key throws(JSONError) in
        isEmpty = false
        if key == "latency_ms" { isKnown = true }
        _ = try reader.skip()
      }
    }
    guard isObject != nil, !isKnown, let brace = metadata.lastIndex(of: "}") else { return metadata }
    return "\(metadata[..<brace])\(isEmpty ? "" : ",")\(member)}"
  }
}
