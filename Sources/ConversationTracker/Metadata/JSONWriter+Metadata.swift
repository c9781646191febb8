extension JSONWriter {
  typealias Metadata = ConversationTracker.Metadata

  /// Why a value is not JSON, and where in the object it stands.
  struct Fault: Error {
    /// Keys and indices, joined by dots.
    var path: String
    let rule: String
  }

  /// Levels of objects and arrays that the core accepts, the outermost included. Checked here too, because
  /// each level takes a frame of the stack.
  static var maxDepth: Int { 32 }

  /// Writes an object; `depth` levels lie around it.
  mutating func write(_ metadata: Metadata, depth: Int = 0) throws(Fault) {
    guard depth < Self.maxDepth else { throw .tooDeep }
    switch metadata.storage {
    case .fields(let fields): try write(fields, depth: depth)
    case .strings(let strings): write(strings)
    case .json(let text): try embed(text)
    case .prepared(let prepared): write(raw: prepared.json)
    }
  }

  private mutating func write(_ fields: [(String, Metadata.Value)], depth: Int) throws(Fault) {
    var separator: Unicode.Scalar = "{"
    for index in fields.indices where !fields.isRepeated(at: index) {
      write(separator)
      write(quoted: fields[index].0)
      write(":")
      do { try write(fields[index].1, depth: depth) } catch { throw error.within(fields[index].0) }
      separator = ","
    }
    if fields.isEmpty { write("{") }
    write("}")
  }

  private mutating func write(_ strings: [String: String]) {
    var separator: Unicode.Scalar = "{"
    for (key, string) in strings {
      write(separator)
      write(quoted: key)
      write(":")
      write(quoted: string)
      separator = ","
    }
    if strings.isEmpty { write("{") }
    write("}")
  }

  private mutating func write(_ values: [Metadata.Value], depth: Int) throws(Fault) {
    guard depth < Self.maxDepth else { throw .tooDeep }
    write("[")
    for index in values.indices {
      if index > 0 { write(",") }
      do { try write(values[index], depth: depth) } catch { throw error.within(String(index)) }
    }
    write("]")
  }

  private mutating func write(_ value: Metadata.Value, depth: Int) throws(Fault) {
    switch value {
    case .string(let string): write(quoted: string)
    case .integer(let integer): write(raw: String(integer))
    case .number(let number):
      guard number.isFinite else { throw .notFinite }
      write(raw: number.description)
    case .boolean(let boolean): write(raw: boolean ? "true" : "false")
    case .null: write(raw: "null")
    case .array(let values): try write(values, depth: depth + 1)
    case .object(let metadata): try write(metadata, depth: depth + 1)
    }
  }
}

extension JSONWriter.Fault {
  static let tooDeep = Self(path: "", rule: "nested deeper than \(JSONWriter.maxDepth) levels")
  static let notFinite = Self(path: "", rule: "must be a finite number")
  static let notAnObject = Self(path: "", rule: "must be the text of one JSON object")

  /// The fault as seen from around the value.
  func within(_ key: String) -> Self {
    Self(path: path.isEmpty ? key : "\(key).\(path)", rule: rule)
  }
}

extension [(String, ConversationTracker.Metadata.Value)] {
  /// True when the key stands once more further on. Literals are short, so that looking costs less than
  /// remembering.
  fileprivate func isRepeated(at index: Int) -> Bool {
    let key = self[index].0
    return self[(index + 1)...].contains { $0.0.utf8.count == key.utf8.count && $0.0 == key }
  }
}
