/// NUL-terminated copies of several strings, all of them valid during one call.
struct CStrings {
  private var bytes: [CChar] = []

  /// Where a string begins; `nil` for one that is absent.
  typealias Position = Int?

  /// Adds a copy of the string.
  ///
  /// - Throws: A failure with the given code when the string holds a NUL: C would see its beginning only, and
  ///   a key or an endpoint must not be accepted for how it begins.
  mutating func add(
    _ string: String?, named field: String, or code: ConversationTracker.Failure.Code
  ) throws(ConversationTracker.Failure) -> Position {
    guard let string else { return nil }
    guard !string.utf8.contains(0) else { throw .init(code, "\(field): must not contain a NUL") }
    let position = bytes.count
    bytes.append(contentsOf: string.utf8CString)
    return position
  }

  /// Calls `body` with a function that turns positions into pointers, which end with the call.
  func withPointers<Result>(_ body: ((Position) -> UnsafePointer<CChar>?) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { bytes in
      body { position in position.flatMap { bytes.baseAddress?.advanced(by: $0) } }
    }
  }
}
