import GRDB

extension CollectorStore {
  /// Rows that one transaction puts into an index, so that no write waits long for it.
  private static var rowsAtOnce: Int64 { 500 }
  /// Pages that one transaction merges.
  private static var pagesAtOnce: Int { 200 }

  /// Puts some of the messages that are new into their index; answers whether there are more. Texts are found
  /// without it; it makes that fast.
  public func refreshMessageIndex() async throws -> Bool { try await refresh(.messages) }

  /// The same for the names and ids of conversations.
  public func refreshConversationIndex() async throws -> Bool { try await refresh(.conversations) }

  private func refresh(_ index: TextIndex) async throws -> Bool {
    let (name, table, last) = (index.name, index.table, index.last)
    let isBehind = try await database.read { db in
      try Bool.fetchOne(
        db, sql: "SELECT \(last) < coalesce((SELECT max(id) FROM \(table)), 0) FROM \(name)_progress")
        ?? false
    }
    guard isBehind else { return false }
    return try await commit { db in
      let start = try Int64.fetchOne(db, sql: "SELECT \(last) FROM \(name)_progress") ?? 0
      let end: SQLRequest<Row> = """
        SELECT max(id), count(*) FROM
          (SELECT id FROM \(sql: table) WHERE id > \(start) ORDER BY id LIMIT \(Self.rowsAtOnce))
        """
      guard let row = try end.fetchOne(db), let newest = row[0] as Int64? else { return false }
      try db.execute(
        literal: """
          INSERT INTO \(sql: name) (rowid, \(sql: index.columns))
            SELECT id, \(sql: index.columns) FROM \(sql: table) WHERE id > \(start) AND id <= \(newest)
          """)
      try db.execute(literal: "UPDATE \(sql: name)_progress SET \(sql: last) = \(newest)")
      return row[1] as Int64 == Self.rowsAtOnce
    }
  }

  /// Rewrites the indexes without what rows that are gone have left in them, in steps that no write waits long
  /// for. Does nothing where none has gone since the last time.
  func forgetGoneTexts() async throws {
    for index in [TextIndex.messages, .conversations] { try await forgetGone(index.name) }
  }

  private func forgetGone(_ name: String) async throws {
    let isDue = try await commit { db in
      let isDue = try Bool.fetchOne(db, sql: "SELECT has_gone FROM \(name)_progress") ?? false
      if isDue { try db.execute(sql: "UPDATE \(name)_progress SET has_gone = 2") }
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
          sql: "INSERT INTO \(name) (\(name), rank) VALUES ('merge', ?)", arguments: [wanted])
        // SQLite says it this way: a step with nothing to do changes no more than its own row.
        return db.totalChangesCount - before >= 2
      }
      guard hasMore else { break }
      pages = Self.pagesAtOnce
    }
    // What has gone meanwhile, the mark being 1 again then, is for the next time.
    try await commit { db in
      try db.execute(sql: "UPDATE \(name)_progress SET has_gone = 0 WHERE has_gone = 2")
    }
  }
}
