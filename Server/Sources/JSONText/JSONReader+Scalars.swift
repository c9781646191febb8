#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONReader {
  /// Takes a string without decoding it.
  public mutating func slice() throws(JSONError) -> JSONSlice {
    guard try nextByte() == UInt8(ascii: "\"") else { throw fail(.expected("a string")) }
    position += 1
    let start = position
    var isEscaped = false
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let body = UnsafeBufferPointer(rebasing: bytes[start..<position])
        position += 1
        return JSONSlice(bytes: body, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        try skipEscape()
      case 0..<0x20: throw unexpected()
      default: position += 1
      }
    }
    throw fail(.unexpectedEnd)
  }

  /// Takes a string. A lone surrogate, which JSON can spell and Unicode text cannot hold, is read as U+FFFD.
  public mutating func string() throws(JSONError) -> String { try slice().string }

  /// Takes a number of any size; one beyond the range of `Double` becomes an infinity.
  public mutating func number() throws(JSONError) -> Double {
    guard try peek() == .number else { throw fail(.expected("a number")) }
    let start = position
    try skipNumber()
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text) else { throw fail(.expected("a number")) }
    return value
  }

  public mutating func boolean() throws(JSONError) -> Bool {
    switch try nextByte() {
    case UInt8(ascii: "t"):
      try takeWord("true")
      return true
    case UInt8(ascii: "f"):
      try takeWord("false")
      return false
    default: throw fail(.expected("true or false"))
    }
  }

  /// Takes `null` if it is next; otherwise takes nothing and answers false.
  public mutating func null() throws(JSONError) -> Bool {
    guard try nextByte() == UInt8(ascii: "n") else { return false }
    try takeWord("null")
    return true
  }

  mutating func takeWord(_ word: StaticString) throws(JSONError) {
    for index in 0..<word.utf8CodeUnitCount {
      guard position < bytes.count, bytes[position] == word.utf8Start[index] else { throw unexpected() }
      position += 1
    }
  }

  private mutating func skipEscape() throws(JSONError) {
    position += 1
    guard position < bytes.count else { throw fail(.unexpectedEnd) }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard position < bytes.count, hexValue(bytes[position]) != nil else { throw unexpected() }
        position += 1
      }
    default: throw unexpected()
    }
  }
}

/// The value of a hexadecimal digit in ASCII, or nil for any other byte.
@inline(__always)
func hexValue(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}
