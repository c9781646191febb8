/// Text that cannot drive a terminal: control characters, and the marks that reorder what is shown, are
/// spelled out.
enum TerminalText {
  /// Text on one line.
  static func line(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { line, scalar in
      if isHarmless(scalar) { line.unicodeScalars.append(scalar) } else { line += escape(scalar) }
    }
  }

  /// Text that keeps its line breaks; the lines after the first are indented by `indentation` spaces, which
  /// also keeps a message from posing as the next one.
  static func block(_ text: String, indentation: Int) -> String {
    let separator = "\n" + String(repeating: " ", count: indentation)
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line(String($0)) }.joined(separator: separator)
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: false
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C: false
    default: true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16))}"
  }
}
