import CollectorStore
import JSONText

/// Reads and checks the body of `POST /api/ingest/`. A batch is right as a whole or refused as a whole.
package struct BatchDecoder {
  let environments: [EnvironmentRow]

  package init(environments: [EnvironmentRow]) { self.environments = environments }

  /// Conversations that an answer lists as wrong.
  private static let maximumListed = 20

  private struct Refused {
    let index: Int
    let conversationID: String?
    let errors: FieldErrors
  }

  /// - Throws: `APIError` 400.
  package func decode(_ text: String) throws -> IngestBatch {
    var batch = IngestBatch(conversations: [], text: text)
    var refused: [Refused] = []
    var index = 0
    var hasConversations = false
    do {
      try JSONReader.read(text) { reader in
        guard try reader.peek() == .object else { throw APIError(.badRequest, detail: "Expected an object.") }
        try reader.object { reader, key throws(JSONError) in
          guard key == "conversations" else {
            _ = try reader.skip()
            return
          }
          guard try reader.peek() == .array else {
            _ = try reader.skip()
            return
          }
          hasConversations = true
          try reader.array { reader throws(JSONError) in
            var block = ConversationDecoder(environments: environments)
            try block.decode(&reader)
            if let record = block.record {
              batch.conversations.append(record)
            } else {
              refused.append(
                Refused(index: index, conversationID: block.conversationID, errors: block.errors))
            }
            index += 1
          }
        }
      }
    } catch let error as JSONError {
      throw APIError(.badRequest, detail: "JSON parse error - \(error)")
    }
    guard hasConversations else { throw APIError(field: "conversations", "This field is required.") }
    guard refused.isEmpty else { throw refusal(refused, of: index) }
    return batch
  }

  private func refusal(_ refused: [Refused], of count: Int) -> APIError {
    var body = JSONWriter()
    body.object { json in
      json.member(
        "detail",
        "\(refused.count) of \(count) conversation blocks failed validation. Nothing was written; "
          + "resend without the blocks listed here.")
      json.key("conversations")
      json.array { json in
        for block in refused.prefix(Self.maximumListed) {
          json.object { json in
            json.member("index", Int64(block.index))
            json.member("conversation_id", block.conversationID)
            json.key("errors")
            block.errors.write(to: &json)
          }
        }
      }
      if refused.count > Self.maximumListed { json.member("truncated", true) }
    }
    return APIError(.badRequest, body: body)
  }
}
