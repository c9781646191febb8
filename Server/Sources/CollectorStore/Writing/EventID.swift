import Crypto

/// The identity of something that came without one.
public struct EventID: Sendable, Hashable {
  /// 64 hexadecimal digits.
  public let text: String

  /// The hash of a list of texts.
  public init(of parts: [String]) {
    var hash = SHA256()
    // The length in front keeps two lists of parts from reading the same.
    for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
    text = hexadecimal(hash.finalize())
  }

  private init(text: String) { self.text = text }

  public static func random() -> EventID { EventID(text: RandomID.make() + RandomID.make()) }

  public var spanID: String { String(text.prefix(16)) }
  public var traceID: String { String(text.suffix(32)) }
}
