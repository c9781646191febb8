import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file that whoever holds its signed link may read.
public struct SharedAttachment: Sendable {
  public let row: AttachmentRow

  /// Only a link that was checked makes one.
  fileprivate init(row: AttachmentRow) { self.row = row }
}

extension CollectorStore {
  /// The file behind a link; nil where the link is forged or has expired, or the file is gone.
  public func attachment(
    publicID: String, expires: Int64, signature: String, now: Timestamp = .now()
  ) async throws -> SharedAttachment? {
    guard
      attachmentLinks.isValid(publicID: publicID, expires: expires, signature: signature, now: now)
    else { return nil }
    return try await database.read { db in
      let row: SQLRequest<Row> = """
        SELECT \(AttachmentRow.columns) FROM attachments WHERE public_id = \(publicID)
        """
      return try row.fetchCursor(db).map { SharedAttachment(row: AttachmentRow($0)) }.next()
    }
  }

  /// A piece of a file, in order from 0 on; nil behind the last one.
  public func piece(_ number: Int, of attachment: SharedAttachment) async throws -> Data? {
    try await database.read { db in
      try SQLRequest<Data>(
        "SELECT bytes FROM attachment_pieces WHERE attachment = \(attachment.row.id) AND position = \(number)"
      ).fetchOne(db)
    }
  }
}
