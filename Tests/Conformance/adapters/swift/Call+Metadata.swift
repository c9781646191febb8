import ConversationTracker

extension Call {
  /// From pairs where there are some, as a literal would be; else from the JSON text.
  func metadata(prepared: Bool) throws(ConversationTracker.Failure) -> ConversationTracker.Metadata? {
    guard let json = self["metadata"] else { return nil }
    let metadata = literal(pairs) ?? ConversationTracker.Metadata(json: json)
    return prepared ? try metadata.prepared() : metadata
  }

  private var pairs: [(String, ConversationTracker.Metadata.Value)] {
    zip(fields, fields.dropFirst()).compactMap { key, value in
      guard key.name == "key" else { return nil }
      return switch value.name {
      case "string": (key.value, .string(value.value))
      case "integer": (key.value, .integer(Int(value.value) ?? 0))
      case "number": (key.value, .number(Double(value.value) ?? 0))
      case "boolean": (key.value, .boolean(value.value == "true"))
      case "null": (key.value, .null)
      default: (key.value, .object(.init(json: value.value)))
      }
    }
  }

  /// A literal's elements are counted when it is compiled.
  private func literal(
    _ pairs: [(String, ConversationTracker.Metadata.Value)]
  ) -> ConversationTracker.Metadata? {
    switch pairs.count {
    case 1: .init(dictionaryLiteral: pairs[0])
    case 2: .init(dictionaryLiteral: pairs[0], pairs[1])
    case 3: .init(dictionaryLiteral: pairs[0], pairs[1], pairs[2])
    case 4: .init(dictionaryLiteral: pairs[0], pairs[1], pairs[2], pairs[3])
    default: nil
    }
  }
}
