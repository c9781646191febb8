/// Reads the wire format of Protocol Buffers: fields with their numbers, of which a message's reader takes
/// those it knows. It trusts no length.
struct ProtobufReader {
  enum Failure: Error, Equatable {
    case malformed
    case tooDeep
  }

  enum Field {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(ArraySlice<UInt8>)
  }

  /// Messages inside one another that are followed.
  private static let maximumDepth = 64

  private var rest: ArraySlice<UInt8>
  private let depth: Int

  /// - Throws: where messages stand too deep inside one another.
  init(_ bytes: ArraySlice<UInt8>, depth: Int = 0) throws(Failure) {
    guard depth <= Self.maximumDepth else { throw .tooDeep }
    rest = bytes
    self.depth = depth
  }

  /// The next field and its number; nil at the end.
  mutating func next() throws(Failure) -> (number: UInt64, field: Field)? {
    guard !rest.isEmpty else { return nil }
    let key = try varint()
    switch key & 7 {
    case 0: return (key >> 3, .varint(try varint()))
    case 1: return (key >> 3, .fixed64(try fixed(8)))
    case 2:
      let length = try varint()
      guard length <= UInt64(rest.count) else { throw .malformed }
      defer { rest = rest.dropFirst(Int(length)) }
      return (key >> 3, .bytes(rest.prefix(Int(length))))
    case 5: return (key >> 3, .fixed32(UInt32(try fixed(4))))
    default: throw .malformed
    }
  }

  /// A reader of a message inside this one.
  func message(_ bytes: ArraySlice<UInt8>) throws(Failure) -> ProtobufReader {
    try ProtobufReader(bytes, depth: depth + 1)
  }

  private mutating func varint() throws(Failure) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard let byte = rest.popFirst() else { throw .malformed }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw .malformed
  }

  private mutating func fixed(_ count: Int) throws(Failure) -> UInt64 {
    guard rest.count >= count else { throw .malformed }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
