import GRDB

/// Which slots' rollups are out of date.
enum RollupProgress {
  /// Rows of each table that one step looks through at most.
  private static let step: Int64 = 20_000

  /// The slots in which rows above the noted ids changed something, each as often as it was met. `?1` is the
  /// noted id and `?2` where to stop.
  private static let queries: [(source: String, sql: String)] = [
    ("conversations", "SELECT started_at FROM conversations WHERE id > ?1 AND id <= ?2"),
    ("feedbacks", "SELECT created_at FROM feedbacks WHERE id > ?1 AND id <= ?2"),
    (
      "messages",
      // A message that came late also changes how long the answer behind it took.
      """
      SELECT timestamp FROM messages WHERE id > ?1 AND id <= ?2
      UNION ALL
      SELECT (SELECT min(later.timestamp) FROM messages AS later
        WHERE later.conversation = messages.conversation AND later.timestamp > messages.timestamp)
      FROM messages WHERE id > ?1 AND id <= ?2
      """
    ),
    (
      "spans",
      """
      SELECT started_at FROM conversations
      WHERE id IN (SELECT conversation FROM spans WHERE id > ?1 AND id <= ?2)
      UNION ALL
      SELECT started_at FROM token_usage
      WHERE conversation IN (SELECT conversation FROM spans WHERE id > ?1 AND id <= ?2)
      """
    ),
  ]

  /// Notes the slots of the next new rows as stale; answers whether there are more.
  static func noteNewRows(_ db: Database) throws -> Bool {
    var hasMore = false
    for (source, sql) in queries {
      guard let (last, newest) = try progress(db, source), newest > last else { continue }
      let end = min(newest, last + step)
      hasMore = hasMore || end < newest
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO stale_slots SELECT DISTINCT moment / 900000000 FROM
            (SELECT NULL AS moment UNION ALL SELECT * FROM (\(sql))) WHERE moment IS NOT NULL
          """, arguments: [last, end])
      try db.execute(
        sql: "UPDATE rollup_progress SET last_id = ? WHERE source = ?", arguments: [end, source])
    }
    return hasMore
  }

  /// All slots of `slots` whose rollups are out of date now.
  static func stale(_ db: Database, in slots: Range<Slot>) throws -> Set<Slot> {
    let bounds = [slots.lowerBound.number, slots.upperBound.number - 1]
    var stale = Set(
      try Int64.fetchAll(
        db, sql: "SELECT slot FROM stale_slots WHERE slot BETWEEN ? AND ?",
        arguments: StatementArguments(bounds)
      ).map { Slot($0) })
    for (source, sql) in queries {
      guard let (last, newest) = try progress(db, source), newest > last else { continue }
      let moments = try Int64?.fetchCursor(db.cachedStatement(sql: sql), arguments: [last, newest])
      while let moment = try moments.next() {
        if let moment { stale.insert(Slot(containing: Timestamp(microseconds: moment))) }
      }
    }
    return stale.filter(slots.contains)
  }

  /// The noted id of a table and its newest one.
  private static func progress(_ db: Database, _ source: String) throws -> (last: Int64, newest: Int64)? {
    let last = try Int64.fetchOne(
      db, sql: "SELECT last_id FROM rollup_progress WHERE source = ?", arguments: [source])
    let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM \(source)")
    guard let last, let newest else { return nil }
    return (last, newest)
  }
}
