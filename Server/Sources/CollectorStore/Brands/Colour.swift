#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An sRGB colour, as brands name it: `#3557d6`.
public struct Colour: Sendable, Hashable, CustomStringConvertible {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  /// Reads `#rrggbb` or `#rgb`, with or without the hash.
  public init?(_ text: String) {
    var digits = Array(text.trimmingPrefix("#"))
    if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
    guard digits.count == 6, digits.allSatisfy(\.isASCII), let number = UInt32(String(digits), radix: 16),
      digits.allSatisfy(\.isHexDigit)
    else { return nil }
    self.init(red: UInt8(number >> 16), green: UInt8(number >> 8 & 255), blue: UInt8(number & 255))
  }

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  public var description: String { "#" + hexadecimal([red, green, blue]) }

  /// The contrast of text in one colour on the other, from 1 to 21, as WCAG 2 defines it.
  public func contrast(with other: Colour) -> Double {
    let (lighter, darker) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)
  }

  /// This colour, moved towards `goal` just as far as `enough` needs.
  public func moved(towards goal: Colour, until enough: (Colour) -> Bool) -> Colour {
    for step in 0...20 {
      let part = Double(step) / 20
      let mixed = Colour(
        red: mix(red, goal.red, part), green: mix(green, goal.green, part), blue: mix(blue, goal.blue, part))
      if enough(mixed) { return mixed }
    }
    return goal
  }

  private func mix(_ from: UInt8, _ to: UInt8, _ part: Double) -> UInt8 {
    UInt8((Double(from) + (Double(to) - Double(from)) * part).rounded())
  }

  private var luminance: Double {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
