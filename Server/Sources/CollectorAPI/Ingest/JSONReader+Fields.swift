import CollectorStore
import JSONText

/// Values of a known type that may be missing. A value of another type is skipped and noted, so that one
/// answer lists everything that is wrong with a batch.
extension JSONReader {
  /// Notes an error; called with the message.
  typealias Note = (String) -> Void

  mutating func optionalString(_ note: Note) throws(JSONError) -> String? {
    switch try peek() {
    case .string: return try string()
    case .null:
      _ = try null()
    default:
      _ = try skip()
      note("Not a valid string.")
    }
    return nil
  }

  mutating func optionalNumber(_ note: Note) throws(JSONError) -> Double? {
    switch try peek() {
    case .number: return try number()
    case .null:
      _ = try null()
    default:
      _ = try skip()
      note("A valid number is required.")
    }
    return nil
  }

  mutating func optionalTimestamp(_ note: Note) throws(JSONError) -> Timestamp? {
    switch try peek() {
    case .string:
      let slice = try slice()
      let time = slice.isEscaped ? Timestamp(iso8601: slice.string) : Timestamp(iso8601Bytes: slice.bytes)
      if time == nil { note("Datetime has wrong format. Use ISO 8601 with a time zone.") }
      return time
    case .null:
      _ = try null()
    default:
      _ = try skip()
      note("Datetime has wrong format. Use ISO 8601 with a time zone.")
    }
    return nil
  }

  /// Any value as text: a string is itself, another value its JSON.
  mutating func optionalText() throws(JSONError) -> String? {
    switch try peek() {
    case .string: return try string()
    case .null:
      _ = try null()
      return nil
    default: return try raw()
    }
  }

  /// A count; anything but a number up to a million millions counts as absent, so that no sum of them can
  /// go beyond what the database holds.
  mutating func optionalCount() throws(JSONError) -> Int64? {
    guard try peek() == .number else {
      _ = try skip()
      return nil
    }
    let value = try number().rounded()
    return (0...1e12).contains(value) ? Int64(value) : nil
  }

  mutating func optionalBoolean() throws(JSONError) -> Bool? {
    guard try peek() == .boolean else {
      _ = try skip()
      return nil
    }
    return try boolean()
  }

  /// Calls `body` for each element of an array; another type than an array is noted and skipped.
  mutating func optionalArray(
    _ note: Note, _ body: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    switch try peek() {
    case .array: try array(body)
    case .null: _ = try null()
    default:
      _ = try skip()
      note("Expected a list of items.")
    }
  }

  /// Calls `body` for each member of an object; another type than an object is noted and skipped.
  mutating func optionalObject(
    _ note: Note, _ body: (inout JSONReader, JSONSlice) throws(JSONError) -> Void
  ) throws(JSONError) {
    switch try peek() {
    case .object: try object(body)
    case .null: _ = try null()
    default:
      _ = try skip()
      note("Expected an object.")
    }
  }

  /// The same for readers to whom another type says nothing.
  mutating func elements(_ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
    guard try peek() == .array else {
      _ = try skip()
      return
    }
    try array(body)
  }

  /// The same for readers to whom another type says nothing.
  mutating func members(
    _ body: (inout JSONReader, JSONSlice) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try peek() == .object else {
      _ = try skip()
      return
    }
    try object(body)
  }
}
