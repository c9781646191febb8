import CollectorStore

extension MetadataCondition {
  /// Reads `metadata=key:value,key.inner:value` and `metadata_key=…&metadata_value=…`. A part without a
  /// colon says nothing.
  static func all(in query: Query) -> [MetadataCondition] {
    let pairs = (query["metadata"] ?? "").split(separator: ",").compactMap { part in
      part.firstIndex(of: ":").map { (part[..<$0], part[part.index(after: $0)...]) }
    }
    var conditions = pairs.map { MetadataCondition(key: String($0), value: String($1)) }
    if let key = query["metadata_key"], let value = query["metadata_value"], !key.isEmpty {
      conditions.append(MetadataCondition(key: key, value: value))
    }
    return conditions
  }

  /// A value means what it would mean in JSON, and text where it would mean nothing.
  private init(key: String, value: String) {
    let path = trimmed(key).split(separator: ".").map(String.init)
    switch trimmed(value) {
    case "true": self.init(path: path, value: .boolean(true))
    case "false": self.init(path: path, value: .boolean(false))
    case "null": self.init(path: path, value: .null)
    case let text:
      if let number = Double(text), number.isFinite, text.first?.isLetter == false {
        self.init(path: path, value: .number(number))
      } else {
        self.init(path: path, value: .text(text))
      }
    }
  }
}
