/// Why a text is not the JSON that its reader asked for.
public struct JSONError: Error, Equatable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    /// The text ends inside a value.
    case unexpectedEnd
    /// A byte that the grammar of JSON does not allow at this place.
    case unexpectedByte(UInt8)
    /// The value is well-formed, but of another kind than the reader needs.
    case expected(String)
    /// More objects and arrays inside one another than `JSONReader.maximumDepth`.
    case tooDeep
  }

  public let reason: Reason
  /// Distance from the start of the text, in bytes.
  public let offset: Int

  public var description: String {
    switch reason {
    case .unexpectedEnd: "unexpected end of text at byte \(offset)"
    case .unexpectedByte(let byte): "unexpected byte 0x\(String(byte, radix: 16)) at byte \(offset)"
    case .expected(let what): "expected \(what) at byte \(offset)"
    case .tooDeep: "nested deeper than \(JSONReader.maximumDepth) levels at byte \(offset)"
    }
  }
}
