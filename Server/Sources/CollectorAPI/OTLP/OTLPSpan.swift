import JSONText

/// A span as OpenTelemetry exports it, whichever encoding it came in.
struct OTLPSpan {
  /// Hexadecimal digits.
  var traceID = ""
  var spanID = ""
  var parentSpanID = ""
  var name = ""
  /// Nanoseconds since 1970.
  var start: UInt64 = 0
  var end: UInt64 = 0
  /// 0 unset, 1 ok, 2 error.
  var statusCode = 0
  var statusMessage = ""
  var attributes = OTLPAttributes()
  var events: [Event] = []
  /// What produced it.
  var resource = OTLPAttributes()
  var scopeName = ""
  var scopeVersion = ""

  struct Event {
    var name = ""
    /// Nanoseconds since 1970.
    var time: UInt64 = 0
    var attributes = OTLPAttributes()
  }
}

/// A value of an attribute.
indirect enum OTLPValue {
  case text(String)
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  /// In base64.
  case bytes(String)
  case array([OTLPValue])
  case map(OTLPAttributes)

  /// The value as one text: a structure as its JSON.
  var text: String {
    if case .text(let text) = self { return text }
    var json = JSONWriter()
    json.value(self)
    return json.text
  }
}

/// Attributes in the order they came in.
struct OTLPAttributes {
  private(set) var members: [(key: String, value: OTLPValue)] = []

  /// A key that comes again replaces its value.
  mutating func set(_ key: String, _ value: OTLPValue) {
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value = value
    } else {
      members.append((key, value))
    }
  }

  subscript(key: String) -> OTLPValue? { members.first { $0.key == key }?.value }

  /// The text of the first of these keys that has a value with something in it.
  func text(_ keys: String...) -> String? {
    keys.lazy.compactMap { self[$0]?.text }.first { !$0.isEmpty }
  }

  /// The first of these keys that holds a count.
  func count(_ keys: String...) -> Int64? {
    keys.lazy.compactMap { key -> Int64? in
      switch self[key] {
      case .integer(let count): count
      case .number(let count): Int64(exactly: count.rounded())
      case .text(let count): Int64(count)
      default: nil
      }
    }.first { $0 >= 0 }
  }
}

extension JSONWriter {
  mutating func value(_ value: OTLPValue) {
    switch value {
    case .text(let text): string(text)
    case .boolean(let flag): boolean(flag)
    case .integer(let count): integer(count)
    case .number(let number): self.number(number)
    case .bytes(let text): string(text)
    case .array(let values): array { json in for value in values { json.value(value) } }
    case .map(let attributes): self.attributes(attributes)
    }
  }

  mutating func attributes(_ attributes: OTLPAttributes) {
    object { json in
      for (key, value) in attributes.members {
        json.key(key)
        json.value(value)
      }
    }
  }
}
