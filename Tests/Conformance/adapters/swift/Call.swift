/// One call of the runner: a line of fields between tabs, `NAME=VALUE`, a value's bytes as they are or as %XX.
struct Call {
  let name: String
  let fields: [(name: String, value: String)]

  init(_ line: String) {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
    name = String(parts[0])
    fields = parts.dropFirst().map { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(sides[0]), Self.decode(sides[1]))
    }
  }

  subscript(_ name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  func number(_ name: String) -> Int? {
    self[name].flatMap { Int($0) }
  }

  /// The fields behind each field of this name, up to the next one.
  func groups(_ name: String) -> [[(name: String, value: String)]] {
    fields.split(omittingEmptySubsequences: true) { $0.name == name }.dropFirst(
      fields.first?.name == name ? 0 : 1
    )
    .map(Array.init)
  }

  private static func decode(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      bytes.append(UInt8(Substring(rest.prefix(2)), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
