import GRDB

/// An index of texts by three characters in a row.
struct TextIndex {
  /// What was said.
  static let messages = TextIndex(
    name: "message_index", table: "messages", columns: "content", last: "last_message")
  /// Names and ids.
  static let conversations = TextIndex(
    name: "conversation_index", table: "conversations", columns: "name, conversation_id, customer_id",
    last: "last_conversation")

  let name: String
  /// The table whose rows it names, and which of its columns it has.
  let table: String
  let columns: String
  /// The column of its progress with the newest row that it knows.
  let last: String

  /// Pieces that one query asks for at most. More would hardly tell texts further apart.
  private static let mostPieces = 24

  /// Rows up to which it is quicker to read all that the index names than to go through a list and look at
  /// each conversation.
  private static let few = 20_000

  /// What to ask an index for to find every row that holds `text`, and some more; nil for a text that has no
  /// three characters in a row.
  ///
  /// Each piece is a string in quotation marks, so nothing in it is query syntax.
  static func query(for text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    // SQLite's comparison and the index both end at a NUL, in different ways.
    guard scalars.count >= 3, !scalars.contains("\0") else { return nil }
    let last = scalars.count - 3
    let count = min(last + 1, mostPieces)
    let starts = (0..<count).map { count == 1 ? 0 : $0 * last / (count - 1) }
    return starts.map { quoted(scalars[$0..<$0 + 3]) }.joined(separator: " AND ")
  }

  private static func quoted(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = "\""
    for scalar in scalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }

  /// Whether the index names few rows for a text. False for a text that it does not help with.
  func isRare(_ text: String, _ db: Database) throws -> Bool {
    guard let query = Self.query(for: text) else { return false }
    let found: SQLRequest<Int> = """
      SELECT count(*) FROM
        (SELECT rowid FROM \(sql: name) WHERE \(sql: name) MATCH \(query) LIMIT \(Self.few))
      """
    return try found.fetchOne(db) ?? 0 < Self.few
  }

  /// A query for the values of `column` in the rows that meet `condition`, among those that the index names for
  /// `query` and those that it does not have yet. Both speak of the table as `held`.
  private func rows(_ query: String, _ column: SQL, where condition: SQL) -> SQL {
    """
    SELECT \(column) FROM \(sql: name) CROSS JOIN \(sql: table) AS held ON held.id = \(sql: name).rowid
    WHERE \(sql: name) MATCH \(query) AND \(condition)
    UNION ALL
    SELECT \(column) FROM \(sql: table) AS held
    WHERE held.id > (SELECT \(sql: last) FROM \(sql: name)_progress) AND \(condition)
    """
  }

  /// A query for the conversations of the messages that hold `text`; nil for a text that no index helps with.
  static func conversations(holding text: String) -> SQL? {
    guard let query = query(for: text) else { return nil }
    return messages.rows(query, "held.conversation", where: "held.content \(containing(text))")
  }

  /// A query for the conversations that have `text` in one of `columns`; nil for a text that no index helps with.
  static func conversations(named text: String, in columns: [SQL]) -> SQL? {
    guard let query = query(for: text) else { return nil }
    let holds = columns.map { "held.\($0) \(containing(text))" as SQL }.joined(separator: " OR ")
    return conversations.rows(query, "held.id", where: "(\(holds))")
  }
}
