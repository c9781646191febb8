/// A pull reader over one JSON text, for decoders that know which keys they want.
///
/// It builds no tree: the caller takes the values it needs and skips the rest, and can keep the bytes of
/// a value exactly as they came. That is what makes storing a span's payload cheaper than decoding it.
///
/// The reader borrows its bytes, so it lives only inside `JSONReader.read(_:_:)`.
public struct JSONReader {
  /// Objects and arrays inside one another that the reader follows before it refuses the text.
  public static let maximumDepth = 128

  public enum Kind: Equatable, Sendable { case object, array, string, number, boolean, null }

  let bytes: UnsafeBufferPointer<UInt8>
  var position: Int
  var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Reads `text` with `body`, which must take exactly one value; anything after that value is an error.
  public static func read<Result, Failure: Error>(
    _ text: String, _ body: (inout JSONReader) throws(Failure) -> Result
  ) throws -> Result {
    var text = text
    return try text.withUTF8 { bytes in
      var reader = JSONReader(bytes)
      let result = try body(&reader)
      reader.skipWhitespace()
      guard reader.position == bytes.count else { throw reader.unexpected() }
      return result
    }
  }

  /// The kind of the next value, without taking it.
  public mutating func peek() throws(JSONError) -> Kind {
    switch try nextByte() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw unexpected()
    }
  }

  /// Where the next value starts, in bytes from the start of the text.
  public var offset: Int { position }

  // MARK: - Bytes

  /// The next byte that is not white space; the position stays on it.
  mutating func nextByte() throws(JSONError) -> UInt8 {
    skipWhitespace()
    guard position < bytes.count else { throw fail(.unexpectedEnd) }
    return bytes[position]
  }

  mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  mutating func take(_ byte: UInt8) throws(JSONError) {
    guard try nextByte() == byte else { throw unexpected() }
    position += 1
  }

  func fail(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }

  func unexpected() -> JSONError {
    position < bytes.count ? fail(.unexpectedByte(bytes[position])) : fail(.unexpectedEnd)
  }
}
