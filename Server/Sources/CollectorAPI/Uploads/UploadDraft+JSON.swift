import CollectorStore
import JSONText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension UploadDraft {
  /// Reads `{"conversation": …, "attachments": [{"filename", "mime_type", "data"}]}` with data in base64.
  /// - Throws: `APIError` 400 or 413.
  init(json text: String) throws {
    var draft = UploadDraft()
    var problem: APIError?
    do {
      try JSONReader.read(text) { reader in
        guard try reader.peek() == .object else { throw APIError(.badRequest, error: "Expected an object") }
        try reader.object { reader, key throws(JSONError) in
          switch key {
          case "conversation": draft.conversation = try reader.optionalText()
          case "conversation_id": draft.conversationID = try reader.optionalText()
          case "message": draft.message = try reader.optionalText()
          case "timestamp": draft.timestamp = try reader.optionalText()
          case "sender": draft.sender = try reader.optionalText()
          case "metadata": draft.metadata = try reader.optionalText()
          case "attachments":
            try reader.optionalArray {
              problem = APIError(.badRequest, error: "attachments: \($0)")
            } _: { reader throws(JSONError) in
              // Decoding stops where the answer is known; the rest is read for its grammar alone.
              guard problem == nil, draft.files.count <= UploadLimits.files else {
                _ = try reader.skip()
                return
              }
              switch try Self.file(&reader) {
              case .success(let file): draft.files.append(file)
              case .failure(let error): problem = error
              }
            }
          default: _ = try reader.skip()
          }
        }
      }
    } catch let error as JSONError {
      throw APIError(.badRequest, error: "JSON parse error - \(error)")
    }
    if let problem { throw problem }
    self = draft
  }

  private static func file(
    _ reader: inout JSONReader
  ) throws(JSONError) -> Result<Upload.File, APIError> {
    var (filename, mimeType) = ("", "")
    var bytes: Data?
    var isTooLarge = false
    try reader.optionalObject { _ in
    } _: { reader, key throws(JSONError) in
      switch key {
      case "filename": filename = try reader.optionalText() ?? ""
      case "mime_type": mimeType = try reader.optionalText() ?? ""
      case "data":
        guard try reader.peek() == .string else {
          _ = try reader.skip()
          return
        }
        let slice = try reader.slice()
        // Escapes make the spelling longer, never shorter.
        isTooLarge = !slice.isEscaped && slice.bytes.count / 4 * 3 > UploadLimits.fileSize + 2
        guard !isTooLarge else { return }
        let encoded = slice.isEscaped ? Data(slice.string.utf8) : Data(slice.bytes)
        bytes = Data(base64Encoded: encoded)
      default: _ = try reader.skip()
      }
    }
    if isTooLarge {
      return .failure(
        APIError(.contentTooLarge, error: "A file is larger than \(UploadLimits.fileSize >> 20) MiB."))
    }
    guard let bytes else {
      return .failure(APIError(.badRequest, error: "attachments: data must be base64"))
    }
    return .success(Upload.File(filename: filename, mimeType: mimeType, bytes: Array(bytes)))
  }
}
