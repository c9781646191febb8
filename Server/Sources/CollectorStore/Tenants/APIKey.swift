import Crypto

/// An API key: `ags_`, 32 hexadecimal digits of randomness, `_`, and six digits of checksum, which let a
/// person and a form notice a mistyped key without asking the server.
public struct APIKey: Sendable, Equatable {
  public let text: String

  /// What a key may be used for. `write` includes reading.
  public enum Role: String, Sendable, CaseIterable { case read, write }

  /// A new key from the system's random generator.
  public static func random() -> APIKey {
    let body = "ags_" + RandomID.make()
    return APIKey(text: body + "_" + checksum(of: body))
  }

  /// The first six hexadecimal digits of SHA-256 over everything before the last underscore.
  static func checksum(of body: String) -> String {
    String(hexadecimal(SHA256.hash(data: Array(body.utf8))).prefix(6))
  }

  /// What the database keeps instead of the key.
  static func hash(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// The part of a key that may be shown to tell keys apart.
  var prefix: String { String(text.prefix(12)) }
}
