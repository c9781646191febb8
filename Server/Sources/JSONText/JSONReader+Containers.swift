extension JSONReader {
  /// Takes an object, calling `body` with each key; `body` must take or skip that key's value.
  public mutating func object(
    _ body: (inout JSONReader, JSONSlice) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try peek() == .object else { throw fail(.expected("an object")) }
    try enter()
    if try nextByte() == UInt8(ascii: "}") { return leave() }
    while true {
      guard try nextByte() == UInt8(ascii: "\"") else { throw unexpected() }
      let key = try slice()
      try take(UInt8(ascii: ":"))
      try body(&self, key)
      if try nextByte() == UInt8(ascii: "}") { return leave() }
      try take(UInt8(ascii: ","))
    }
  }

  /// Takes an array, calling `body` once in front of each element; `body` must take or skip it.
  public mutating func array(
    _ body: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try peek() == .array else { throw fail(.expected("an array")) }
    try enter()
    if try nextByte() == UInt8(ascii: "]") { return leave() }
    while true {
      try body(&self)
      if try nextByte() == UInt8(ascii: "]") { return leave() }
      try take(UInt8(ascii: ","))
    }
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw fail(.tooDeep) }
    position += 1
  }

  private mutating func leave() {
    depth -= 1
    position += 1
  }
}
