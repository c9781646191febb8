import CollectorStore
import JSONText

/// What a request says about its upload, in whichever encoding, before it is checked as a whole.
struct UploadDraft {
  var conversation: String?
  var conversationID: String?
  var message: String?
  var timestamp: String?
  var sender: String?
  var metadata: String?
  var files: [Upload.File] = []

  private static let senders: Set = ["end_user", "agent", "system"]

  /// - Throws: `APIError` 400 or 413.
  func upload() throws -> Upload {
    guard !files.isEmpty else { throw APIError(.badRequest, error: "No attachments provided") }
    guard files.count <= UploadLimits.files else {
      throw APIError(.contentTooLarge, error: "More than \(UploadLimits.files) files. Send fewer at once.")
    }
    for file in files where file.bytes.count > UploadLimits.fileSize {
      throw APIError(
        .contentTooLarge, error: "A file is larger than \(UploadLimits.fileSize >> 20) MiB.")
    }
    let sender = sender ?? "end_user"
    guard Self.senders.contains(sender) else {
      throw APIError(.badRequest, error: "sender must be end_user, agent or system")
    }
    let reference = ConversationReference(row: row(conversation), conversationID: name(conversationID))
    let message = row(message)
    guard message != nil || !reference.isEmpty else {
      throw APIError(.badRequest, error: "conversation or conversation_id is required")
    }
    return Upload(
      conversation: reference, message: message, timestamp: try time(), sender: sender,
      // What the clients send where they were told nothing.
      metadata: metadata.flatMap { ["", "null", "{}"].contains($0) ? nil : embeddableJSON($0) },
      files: files)
  }

  private func time() throws -> Timestamp? {
    guard let timestamp, !timestamp.isEmpty else { return nil }
    guard let time = Timestamp(lenient: timestamp) else {
      throw APIError(.badRequest, error: "timestamp is not in ISO 8601")
    }
    return time
  }

  private func row(_ text: String?) -> Int64? { text.flatMap { Int64($0) } }

  /// The clients of 0.0.44 spell a missing id `None`.
  private func name(_ text: String?) -> String? {
    text.flatMap { $0.isEmpty || $0 == "None" || $0.unicodeScalars.count > 255 ? nil : $0 }
  }
}
