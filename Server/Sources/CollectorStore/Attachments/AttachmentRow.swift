import GRDB

/// A stored file without its bytes.
public struct AttachmentRow: Sendable, Equatable {
  public let id: Int64
  /// Random; the name under which it can be downloaded.
  public let publicID: String
  public let messageID: Int64
  /// What the caller called it.
  public let filename: String
  public let mimeType: String
  /// Bytes.
  public let size: Int64

  static let columns: SQL = "id, public_id, message, filename, mime_type, size"

  /// Reads the `columns` that start at `first`.
  init(_ row: Row, from first: Int = 0) {
    id = row[first]
    publicID = row[first + 1]
    messageID = row[first + 2]
    filename = row.text(first + 3) ?? ""
    mimeType = row.text(first + 4) ?? ""
    size = row[first + 5]
  }
}
