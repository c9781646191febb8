import CollectorStore
import Forms

extension UploadDraft {
  /// Reads `multipart/form-data`: every part with a filename is a file, whatever its name.
  /// - Throws: `APIError` 400.
  init(form body: [UInt8], contentType: String) throws {
    guard let form = MultipartForm(body, contentType: contentType) else {
      throw APIError(.badRequest, error: "The form is not well-formed multipart/form-data")
    }
    for part in form.parts {
      if let filename = part.filename {
        let file = Upload.File(
          filename: filename, mimeType: part.contentType ?? "", bytes: Array(body[part.content]))
        files.append(file)
      } else {
        set(part.name, to: String(decoding: body[part.content], as: UTF8.self))
      }
    }
  }

  private mutating func set(_ name: String, to value: String) {
    switch name {
    case "conversation": conversation = value
    case "conversation_id": conversationID = value
    case "message": message = value
    case "timestamp": timestamp = value
    case "sender": sender = value
    case "metadata": metadata = value
    default: break
    }
  }
}
