import Hummingbird

/// The fields of a form as browsers send them (`application/x-www-form-urlencoded`).
struct Form {
  private let fields: [String: String]

  /// Bytes that one may have.
  private static let largest = 256 << 10

  /// Reads the body and leaves it in place for whoever comes next.
  init(collecting request: inout Request) async throws {
    let buffer = try await request.collectBody(upTo: Self.largest)
    self.init(String(buffer: buffer))
  }

  init(_ text: String) {
    var fields: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? formDecoded(parts[1]) : ""
      let name = formDecoded(parts[0])
      if fields[name] == nil { fields[name] = value }
    }
    self.fields = fields
  }

  /// The field's first value.
  subscript(_ name: String) -> String? { fields[name] }

  /// The field's value without white space around it; empty where it was not sent.
  func text(_ name: String) -> String {
    let value: Substring = (fields[name] ?? "").drop { $0.isWhitespace }
    return String(value.reversed().drop { $0.isWhitespace }.reversed())
  }
}
