extension JSONReader {
  /// Takes one value of any kind, checks its grammar and answers where it stands in the text.
  public mutating func skip() throws(JSONError) -> Range<Int> {
    skipWhitespace()
    let start = position
    switch try peek() {
    case .object: try object { reader, _ throws(JSONError) in _ = try reader.skip() }
    case .array: try array { reader throws(JSONError) in _ = try reader.skip() }
    case .string: _ = try slice()
    case .number: try skipNumber()
    case .boolean: _ = try boolean()
    case .null: _ = try null()
    }
    return start..<position
  }

  /// Takes one value of any kind and answers its text exactly as it stands.
  public mutating func raw() throws(JSONError) -> String {
    let range = try skip()
    return String(decoding: bytes[range], as: UTF8.self)
  }

  mutating func skipNumber() throws(JSONError) {
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
      position += 1
    } else {
      try skipDigits()
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(JSONError) {
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      position += 1
    }
    guard position > start else { throw unexpected() }
  }
}
