import Crypto
import CryptoExtras

/// A password as the database keeps it: scrypt with a salt of its own, and the parameters it was made with.
public struct PasswordHash: Sendable, Equatable {
  /// Characters.
  public static let shortest = 10
  public static let longest = 256

  let text: String

  /// Takes about a tenth of a second of one core and 32 MiB: call it off the threads that serve.
  public static func make(of password: String) throws -> PasswordHash {
    let salt = RandomID.bytes(16)
    let cost = Cost.current
    return PasswordHash(
      text: "scrypt$\(cost.text)$\(hexadecimal(salt))$\(hexadecimal(try cost.derive(password, salt)))")
  }

  /// Takes as long as `make(of:)`, whatever the password.
  public func matches(_ password: String) -> Bool {
    let parts = text.split(separator: "$").map(String.init)
    guard parts.count == 6, parts[0] == "scrypt", let cost = Cost(parts[1...3]),
      let salt = bytes(hexadecimal: parts[4]), let expected = bytes(hexadecimal: parts[5]),
      let derived = try? cost.derive(password, salt), derived.count == expected.count
    else { return false }
    var difference: UInt8 = 0
    for (left, right) in zip(derived, expected) { difference |= left ^ right }
    return difference == 0
  }

  /// What a sign-in name that nobody has is compared with, so that it takes as long as one that exists.
  public static let ofNobody = PasswordHash(
    text: "scrypt$\(Cost.current.text)$\(hexadecimal(RandomID.bytes(16)))$\(hexadecimal(RandomID.bytes(32)))")

  private struct Cost {
    /// 2 to this power rounds.
    let exponent: Int
    let blockSize: Int
    let parallelism: Int

    /// OWASP's figures for scrypt with 32 MiB.
    static let current = Cost(exponent: 15, blockSize: 8, parallelism: 3)

    init(exponent: Int, blockSize: Int, parallelism: Int) {
      (self.exponent, self.blockSize, self.parallelism) = (exponent, blockSize, parallelism)
    }

    init?(_ parts: ArraySlice<String>) {
      let numbers = parts.compactMap { Int($0) }
      guard numbers.count == 3, (10...20).contains(numbers[0]), (1...32).contains(numbers[1]),
        (1...16).contains(numbers[2])
      else { return nil }
      self.init(exponent: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
    }

    var text: String { "\(exponent)$\(blockSize)$\(parallelism)" }

    func derive(_ password: String, _ salt: [UInt8]) throws -> [UInt8] {
      let key = try KDF.Scrypt.deriveKey(
        from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << exponent,
        blockSize: blockSize, parallelism: parallelism)
      return key.withUnsafeBytes { Array($0) }
    }
  }
}
