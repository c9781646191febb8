extension JSONWriter {
  /// Writes text that should be one JSON object into the text around it. The core checks the spelling of the
  /// whole; what it cannot see is an object that ends early, whose rest would pass for fields of the object
  /// around it.
  mutating func embed(_ text: String) throws(Fault) {
    guard Self.isOneObject(text.utf8) else { throw .notAnObject }
    write(raw: text)
  }

  /// True when the first brace and the one that closes it have nothing but white space around them. Says
  /// nothing about what is between them.
  private static func isOneObject(_ text: String.UTF8View) -> Bool {
    var depth = 0
    var isClosed = false
    var isString = false
    var isEscaped = false
    for byte in text {
      if isString {
        if byte == UInt8(ascii: "\""), !isEscaped { isString = false }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      if isSpace(byte) { continue }
      guard !isClosed, depth > 0 || byte == UInt8(ascii: "{") else { return false }
      switch byte {
      case UInt8(ascii: "\""): isString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      isClosed = depth == 0
    }
    return isClosed
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
