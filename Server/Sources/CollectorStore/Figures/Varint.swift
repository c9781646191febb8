/// Whole numbers in as few bytes as they need, seven bits each, the lowest first.
struct VarintWriter {
  private(set) var bytes: [UInt8] = []

  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Eight bytes, the lowest first.
  mutating func fixed(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(value >> shift & 0xFF)) }
  }

  /// Their number and they themselves.
  mutating func block(_ block: some Collection<UInt8>) {
    number(UInt64(block.count))
    bytes += block
  }
}

struct VarintReader {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// Nil at the end.
  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard at < bytes.endIndex else { return nil }
      let byte = bytes[at]
      at += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  mutating func fixed() -> UInt64? {
    guard at + 8 <= bytes.endIndex else { return nil }
    defer { at += 8 }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[at + $1]) << (8 * $1) }
  }

  mutating func block() -> ArraySlice<UInt8>? {
    guard let count = number(), count <= bytes.endIndex - at else { return nil }
    defer { at += Int(count) }
    return bytes[at..<at + Int(count)]
  }
}
