import GRDB

/// The index of messages by three characters in a row.
enum MessageIndex {
  /// Pieces that one query asks for at most. More would hardly tell messages further apart.
  private static let mostPieces = 24

  /// Messages up to which it is quicker to read all that the index names than to go through a list and look at
  /// each conversation's.
  private static let few = 20_000

  /// What to ask the index for to find every message that holds `text`, and some more; nil for a text that has
  /// no three characters in a row.
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

  /// Whether the index names few messages for a text. False for a text that it does not help with.
  static func isRare(_ text: String, _ db: Database) throws -> Bool {
    guard let query = query(for: text) else { return false }
    let found: SQLRequest<Int> = """
      SELECT count(*) FROM
        (SELECT rowid FROM message_index WHERE message_index MATCH \(query) LIMIT \(few))
      """
    return try found.fetchOne(db) ?? 0 < few
  }

  /// A query for the conversations of the messages that hold `text`.
  static func conversations(holding text: String) -> SQL? {
    guard let query = query(for: text) else { return nil }
    return """
      SELECT messages.conversation FROM message_index CROSS JOIN messages ON messages.id = message_index.rowid
      WHERE message_index MATCH \(query) AND messages.content \(containing(text))
      UNION ALL
      SELECT messages.conversation FROM messages
      WHERE messages.id > (SELECT last_message FROM message_index_progress)
        AND messages.content \(containing(text))
      """
  }
}

extension CollectorStore {
  /// Messages that one transaction puts into the index, so that no write waits long for it.
  private static var messagesAtOnce: Int64 { 500 }

  /// Puts some of the messages that are new into the index; answers whether there are more. Texts are found
  /// without it; it makes that fast.
  public func refreshMessageIndex() async throws -> Bool {
    let isBehind = try await database.read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT last_message < coalesce((SELECT max(id) FROM messages), 0) FROM message_index_progress
          """) ?? false
    }
    guard isBehind else { return false }
    return try await commit { db in
      let last = try Int64.fetchOne(db, sql: "SELECT last_message FROM message_index_progress") ?? 0
      let end: SQLRequest<Row> = """
        SELECT max(id), count(*) FROM
          (SELECT id FROM messages WHERE id > \(last) ORDER BY id LIMIT \(Self.messagesAtOnce))
        """
      guard let row = try end.fetchOne(db), let newest = row[0] as Int64? else { return false }
      try db.execute(
        literal: """
          INSERT INTO message_index (rowid, content)
            SELECT id, content FROM messages WHERE id > \(last) AND id <= \(newest)
          """)
      try db.execute(literal: "UPDATE message_index_progress SET last_message = \(newest)")
      return row[1] as Int64 == Self.messagesAtOnce
    }
  }

  /// Rewrites the index without what messages that are gone have left in it, in steps that no write waits long
  /// for. Does nothing where none has gone since the last time.
  func forgetGoneMessages() async throws {
    let isDue = try await commit { db in
      let isDue = try Bool.fetchOne(db, sql: "SELECT has_gone FROM message_index_progress") ?? false
      if isDue { try db.execute(sql: "UPDATE message_index_progress SET has_gone = 2") }
      return isDue
    }
    guard isDue else { return }
    // A negative number of pages says that all pieces are to become one in the end, a positive one goes on.
    var pages = -Self.pagesAtOnce
    while true {
      let wanted = pages
      let hasMore = try await commit { db in
        let before = db.totalChangesCount
        try db.execute(
          sql: "INSERT INTO message_index (message_index, rank) VALUES ('merge', ?)", arguments: [wanted])
        // SQLite says it this way: a step with nothing to do changes no more than its own row.
        return db.totalChangesCount - before >= 2
      }
      guard hasMore else { break }
      pages = Self.pagesAtOnce
    }
    // What has gone meanwhile, the mark being 1 again then, is for the next time.
    try await commit { db in
      try db.execute(sql: "UPDATE message_index_progress SET has_gone = 0 WHERE has_gone = 2")
    }
  }

  private static var pagesAtOnce: Int { 200 }
}
