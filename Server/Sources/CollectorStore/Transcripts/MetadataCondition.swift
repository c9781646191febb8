import GRDB

/// What a conversation's metadata must hold: a value at a path of keys.
public struct MetadataCondition: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case text(String)
    case number(Double)
    case boolean(Bool)
    case null
    /// Text, a number or a boolean that is written like this.
    case written(String)
    /// Any value: the key is there.
    case anything
  }

  /// Keys from the outside in.
  public var path: [String]
  public var value: Value

  public init(path: [String], value: Value) {
    self.path = path
    self.value = value
  }

  var sql: SQL {
    // SQLite's paths have no way to spell a quotation mark inside a key, and end at a NUL.
    let isSpellable = path.allSatisfy { !$0.unicodeScalars.contains { $0 == "\"" || $0 == "\0" } }
    guard !path.isEmpty, isSpellable else { return "0" }
    let path = "$" + path.map { ".\"\($0)\"" }.joined()
    // Text that is no JSON would be an error instead of no match.
    let json: SQL = "iif(json_valid(conversations.metadata), conversations.metadata, NULL)"
    let type: SQL = "json_type(\(json), \(path))"
    return switch value {
    case .text(let text): "(\(type) = 'text' AND json_extract(\(json), \(path)) = \(text))"
    case .number(let number):
      "(\(type) IN ('integer', 'real') AND json_extract(\(json), \(path)) = \(number))"
    case .boolean(let flag): "\(type) = \(flag ? "true" : "false")"
    case .null: "\(type) = 'null'"
    case .written(let text):
      """
      (CASE \(type) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'null' THEN 'null'
        ELSE CAST(json_extract(\(json), \(path)) AS TEXT) END) = \(bound(text))
      """
    case .anything: "\(type) IS NOT NULL"
    }
  }
}
