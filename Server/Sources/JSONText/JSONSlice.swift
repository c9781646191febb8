#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A string inside a JSON text, not yet decoded. It borrows the reader's bytes.
///
/// Keys are compared in this form, and ids and times are parsed from it, without making a `String`.
public struct JSONSlice {
  /// What stands between the quotes, escapes included.
  public let bytes: UnsafeBufferPointer<UInt8>
  /// Whether `bytes` holds escapes, so that they are not the text itself.
  public let isEscaped: Bool

  /// The text, with escapes resolved and lone surrogates replaced by U+FFFD.
  public var string: String {
    isEscaped ? unescaped() : String(decoding: bytes, as: UTF8.self)
  }

  public static func == (slice: JSONSlice, text: StaticString) -> Bool {
    if slice.isEscaped { return slice.string == text.description }
    guard slice.bytes.count == text.utf8CodeUnitCount else { return false }
    guard let start = slice.bytes.baseAddress else { return true }
    return memcmp(start, text.utf8Start, slice.bytes.count) == 0
  }

  /// Lets a decoder write `switch key { case "span_id": … }`.
  public static func ~= (text: StaticString, slice: JSONSlice) -> Bool { slice == text }

  private func unescaped() -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        text.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        let (scalar, length) = unicodeEscape(at: index)
        text.append(contentsOf: UTF8.encode(scalar)!)
        index += length
        continue
      case let byte: text.append(byte)
      }
      index += 2
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The scalar that the escape at `index` spells, and the number of bytes the spelling takes: 6, or 12 for
  /// a pair of surrogates. The reader has checked the grammar already.
  private func unicodeEscape(at index: Int) -> (Unicode.Scalar, Int) {
    let unit = codeUnit(at: index + 2)
    if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
    guard unit < 0xDC00, index + 12 <= bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
      bytes[index + 7] == UInt8(ascii: "u")
    else { return ("\u{FFFD}", 6) }
    let low = codeUnit(at: index + 8)
    guard (0xDC00...0xDFFF).contains(low) else { return ("\u{FFFD}", 6) }
    let scalar = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
    return (Unicode.Scalar(scalar)!, 12)
  }

  private func codeUnit(at index: Int) -> UInt32 {
    (index..<index + 4).reduce(0) { $0 << 4 | hexValue(bytes[$1])! }
  }
}
