/// An amount of US dollars in whole units of 10⁻⁸, the finest that the protocol shows.
public struct Money: Sendable, Hashable, Comparable {
  public let units: Int64

  public init(units: Int64) { self.units = units }

  public static func < (left: Money, right: Money) -> Bool { left.units < right.units }

  /// As the protocol writes it: `0.05242500`.
  public var text: String { Self.text(units: Int128(units)) }

  /// Reads a decimal number of dollars, up to a million of them, rounded to the nearest unit; nil for what is none.
  public init?(text: String) {
    guard let units = DecimalText.scaled(text, places: 8), units <= 100_000_000_000_000 else {
      return nil
    }
    self.init(units: units)
  }

  static func text(units: Int128) -> String {
    let (whole, fraction) = units.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
    let digits = String(fraction)
    let padding = String(repeating: "0", count: 8 - digits.count)
    return "\(units < 0 ? "-" : "")\(whole).\(padding)\(digits)"
  }
}

/// Decimal numbers as people write them, read without going through binary fractions.
enum DecimalText {
  /// The number times 10 to the power of `places`, rounded half up; nil for what is negative, too large or
  /// no plain decimal number (an exponent of up to two digits is one).
  static func scaled(_ text: String, places: Int) -> Int64? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard let mantissa = parts.first, parts.count <= 2, mantissa.count <= 40 else { return nil }
    var exponent = 0
    if parts.count == 2 {
      guard let value = Int(parts[1]), abs(value) < 100 else { return nil }
      exponent = value
    }
    let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, let whole = halves.first, !whole.isEmpty else { return nil }
    let fraction = halves.count == 2 ? halves[1] : ""
    let digits = whole + fraction
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    let shift = places + exponent - fraction.count
    var value: Int128 = 0
    for digit in digits.utf8 { value = value * 10 + Int128(digit - UInt8(ascii: "0")) }
    if value == 0 { return 0 }
    guard abs(shift) <= 60 else { return shift < 0 ? 0 : nil }
    for step in 0..<abs(shift) {
      if shift > 0 {
        let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
        guard !isTooLarge else { return nil }
        value = product
      } else {
        value = step == -shift - 1 ? (value + 5) / 10 : value / 10
      }
    }
    return Int64(exactly: value)
  }
}
