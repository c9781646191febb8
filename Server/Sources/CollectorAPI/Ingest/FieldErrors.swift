import JSONText

/// What is wrong with one conversation of a batch, by field, in the order it was found.
struct FieldErrors {
  /// Errors kept per block: enough to see what is wrong without repeating it for every span.
  private static let maximumCount = 20

  private var fields: [(name: String, messages: [String])] = []
  private var count = 0

  var isEmpty: Bool { fields.isEmpty }

  mutating func add(_ field: String, _ message: String) {
    count += 1
    guard count <= Self.maximumCount else { return }
    if let index = fields.firstIndex(where: { $0.name == field }) {
      fields[index].messages.append(message)
    } else {
      fields.append((field, [message]))
    }
  }

  /// `{"field": ["message", …], …}`; the items are texts, since a published client joins them.
  func write(to json: inout JSONWriter) {
    json.object { json in
      for field in fields {
        json.key(field.name)
        json.array { json in for message in field.messages { json.string(message) } }
      }
    }
  }
}
