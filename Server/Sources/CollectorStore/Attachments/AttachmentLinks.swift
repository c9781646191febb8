import Crypto
import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Signs the addresses under which attachments can be downloaded without a key, for an hour.
public struct AttachmentLinks: Sendable {
  /// Seconds from the making of a link to its end.
  public static let lifetime: Int64 = 3600

  private let key: SymmetricKey

  init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

  /// The links of a database, whose key is made when it is first asked for. A database that is open for
  /// reading alone and has none gets links that no server accepts.
  static func stored(_ db: Database) throws -> AttachmentLinks {
    let find = "SELECT bytes FROM secrets WHERE name = 'attachment links'"
    if let bytes = try Data.fetchOne(db, sql: find) { return AttachmentLinks(key: Array(bytes)) }
    let key = RandomID.bytes(32)
    if !db.configuration.readonly {
      try db.execute(
        sql: "INSERT INTO secrets (name, bytes) VALUES ('attachment links', ?)", arguments: [Data(key)])
    }
    return AttachmentLinks(key: key)
  }

  /// The path and query of an attachment on this collector.
  public func path(to attachment: AttachmentRow, now: Timestamp = .now()) -> String {
    let expiry = now.microseconds / 1_000_000 + Self.lifetime
    let signature = hexadecimal(code(attachment.publicID, expiry))
    return "/attachments/\(attachment.publicID)?expires=\(expiry)&signature=\(signature)"
  }

  /// Whether this collector has signed the link and its time has not passed. Takes the same steps whatever
  /// the signature is.
  public func isValid(publicID: String, expires: Int64, signature: String, now: Timestamp = .now()) -> Bool {
    guard let bytes = bytes(hexadecimal: signature), now.microseconds / 1_000_000 < expires else {
      return false
    }
    return HMAC<SHA256>.isValidAuthenticationCode(
      bytes, authenticating: Self.message(publicID, expires), using: key)
  }

  private func code(_ publicID: String, _ expiry: Int64) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Self.message(publicID, expiry), using: key)
  }

  private static func message(_ publicID: String, _ expiry: Int64) -> [UInt8] {
    Array("\(publicID)\n\(expiry)".utf8)
  }
}
