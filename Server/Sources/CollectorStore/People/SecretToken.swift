import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a browser or a link holds and the database knows the hash of only.
public struct SecretToken: Sendable, Equatable {
  public let text: String

  /// 256 random bits.
  static func random() -> SecretToken { SecretToken(text: hexadecimal(RandomID.bytes(32)))! }

  /// Nil for what no token looks like.
  public init?(text: String) {
    guard text.utf8.count == 64, bytes(hexadecimal: text) != nil else { return nil }
    self.text = text
  }

  var hash: Data { Data(SHA256.hash(data: Array(text.utf8))) }

  /// A second secret that follows from this one and tells nothing about it, for `purpose`.
  public func derived(for purpose: String) -> String {
    let key = SymmetricKey(data: Array(text.utf8))
    return hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: key))
  }
}
