import CollectorStore
import Hummingbird
import JSONText

/// The members of a small JSON object in a request, taken by name and checked. What is wrong is gathered,
/// so that one answer names all of it.
struct RequestFields {
  /// Bytes of such a body.
  static let maximumSize = 8 << 20

  /// The text of each member as it came; of a name that stands twice, the last.
  private(set) var members: [String: String] = [:]
  private var errors = FieldErrors()

  /// - Throws: `APIError` 400, 413 or 415.
  init(_ request: Request) async throws {
    try self.init(try await RequestBodyReader.text(of: request, limit: Self.maximumSize))
  }

  init(_ text: String) throws {
    guard !text.isEmpty else { return }
    var members: [String: String] = [:]
    do {
      try JSONReader.read(text) { reader in
        guard try reader.peek() == .object else { throw APIError(.badRequest, detail: "Expected an object.") }
        try reader.object { reader, key throws(JSONError) in members[key.string] = try reader.raw() }
      }
    } catch let error as JSONError {
      throw APIError(.badRequest, detail: "JSON parse error - \(error)")
    }
    self.members = members
  }

  /// The same for every repeat of a request to `path`: a hash of the body, in which the members stand in
  /// the order of their names, and without `conversation`, the row number that a client may or may not know
  /// by then. A body that tells no time is like no other, since people do say the same thing twice.
  func fingerprint(of path: String) -> EventID {
    guard has("timestamp") else { return .random() }
    let parts = members.filter { $0.key != "conversation" }.sorted { $0.key < $1.key }
    return EventID(of: [path] + parts.flatMap { [$0.key, $0.value] })
  }

  /// Whether the caller said anything about `name`, null included.
  func has(_ name: String) -> Bool { members[name] != nil }

  mutating func note(_ name: String, _ message: String) { errors.add(name, message) }

  /// - Throws: 400 that lists what was wrong with the fields taken so far.
  func check() throws {
    guard !errors.isEmpty else { return }
    var body = JSONWriter()
    errors.write(to: &body)
    throw APIError(.badRequest, body: body)
  }

  /// A text; nil where it is missing or null.
  mutating func text(_ name: String, maximum: Int = 255) -> String? {
    let value = take(name) { reader, note throws(JSONError) in try reader.optionalString(note) }
    guard let value, value.unicodeScalars.count > maximum else { return value }
    note(name, "Ensure this field has no more than \(maximum) characters.")
    return nil
  }

  /// A text that must be there and say something.
  mutating func requiredText(_ name: String, maximum: Int = .max) -> String {
    guard has(name) else {
      note(name, "This field is required.")
      return ""
    }
    let value = text(name, maximum: maximum) ?? ""
    if value.allSatisfy(\.isWhitespace) { note(name, "This field may not be blank.") }
    return value
  }

  /// One of a few words; nil where it is missing or null.
  mutating func choice(_ name: String, of choices: [String]) -> String? {
    guard let value = text(name, maximum: .max) else { return nil }
    guard choices.contains(value) else {
      note(name, "\"\(value)\" is not a valid choice.")
      return nil
    }
    return value
  }

  mutating func boolean(_ name: String) -> Bool? {
    take(name) { reader, note throws(JSONError) in
      if try reader.peek() == .boolean { return try reader.boolean() }
      if try !reader.null() {
        _ = try reader.skip()
        note("Must be a valid boolean.")
      }
      return nil
    }
  }

  /// A row's number, as a number or as its text; the clients send `"None"` where they have none.
  mutating func row(_ name: String) -> Int64? {
    anything(name).flatMap { Int64($0) }
  }

  /// Any value as text: a string is itself, another value its JSON; nil where it is missing or null.
  mutating func anything(_ name: String) -> String? {
    take(name) { reader, _ throws(JSONError) in try reader.optionalText() }
  }

  mutating func timestamp(_ name: String) -> Timestamp? {
    guard let value = text(name) else { return nil }
    guard let time = Timestamp(lenient: value) else {
      note(name, "Datetime has wrong format. Use ISO 8601.")
      return nil
    }
    return time
  }

  /// An object as JSON text; nil where it is missing or null.
  mutating func object(_ name: String) -> String? {
    take(name) { reader, note throws(JSONError) in
      if try reader.peek() == .object { return try reader.raw() }
      if try !reader.null() {
        _ = try reader.skip()
        note("Expected an object.")
      }
      return nil
    }
  }

  /// A list of texts; nil where it is missing or null.
  mutating func texts(_ name: String, maximum: Int = 255) -> [String]? {
    take(name) { reader, note throws(JSONError) in
      if try reader.null() { return nil }
      var texts: [String] = []
      try reader.optionalArray(note) { reader throws(JSONError) in
        guard let text = try reader.optionalString(note) else { return }
        if text.unicodeScalars.count > maximum {
          note("Ensure each item has no more than \(maximum) characters.")
        }
        texts.append(text)
      }
      return texts
    }
  }

  private mutating func take<Value>(
    _ name: String,
    _ body: (inout JSONReader, JSONReader.Note) throws(JSONError) -> Value?
  ) -> Value? {
    guard let text = members[name] else { return nil }
    var messages: [String] = []
    // The text was checked when the object was read.
    let value = try? JSONReader.read(text) { reader throws(JSONError) in
      try body(&reader) { messages.append($0) }
    }
    for message in messages { note(name, message) }
    return value.flatMap(\.self)
  }
}

extension Timestamp {
  /// A time as people and Python write it: one without a zone is meant in UTC.
  init?(lenient text: String) {
    guard let time = Timestamp(iso8601: text) ?? Timestamp(iso8601: text + "Z") else { return nil }
    self = time
  }
}
