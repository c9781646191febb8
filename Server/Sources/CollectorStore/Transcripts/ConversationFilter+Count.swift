import GRDB

extension ConversationFilter {
  /// How many conversations pass the filter. Where it asks for nothing but an environment and a span of time,
  /// the counts that are kept with every change tell, however many there are.
  func count(_ db: Database, for audience: Audience) throws -> Int {
    guard let days = CountedDays(self, for: audience) else { return try countRows(db, for: audience) }
    let whole: SQLRequest<Int> = """
      SELECT coalesce(sum(conversations), 0) FROM conversation_counts WHERE \(days.condition)
      """
    let parts = try [days.earlier, days.later].compactMap(\.self).map { try $0.countRows(db, for: audience) }
    return parts.reduce(try whole.fetchOne(db) ?? 0, +)
  }

  private func countRows(_ db: Database, for audience: Audience) throws -> Int {
    let rare = try rareTexts(db)
    return try countRequest(for: audience, indexed: rare.isEmpty ? indexedTexts : rare).fetchOne(db) ?? 0
  }

  /// Counts row by row.
  func countRequest(for audience: Audience, indexed: Texts = []) -> SQLRequest<Int> {
    "SELECT count(*) FROM \(indexed.table) WHERE \(condition(for: audience, indexed))"
  }

  /// The filter and the offset that find the same page with less to pass over: those of the day on which the
  /// page begins, where the counts tell which that is.
  func place(
    _ db: Database, for audience: Audience, order: ConversationOrder, offset: Int
  ) throws -> (filter: ConversationFilter, offset: Int) {
    guard offset > 0, order.field == .startedAt, let counted = CountedDays(self, for: audience) else {
      return (self, offset)
    }
    let (front, back) =
      order.isDescending ? (counted.later, counted.earlier) : (counted.earlier, counted.later)
    var rest = offset - (try front?.countRows(db, for: audience) ?? 0)
    guard rest >= 0 else { return (self, offset) }
    let days: SQLRequest<Row> = """
      SELECT day, sum(conversations) FROM conversation_counts WHERE \(counted.condition)
      GROUP BY day ORDER BY day \(sql: order.isDescending ? "DESC" : "ASC")
      """
    var filter = self
    let cursor = try days.fetchCursor(db)
    while let row = try cursor.next() {
      let (day, conversations): (Int64, Int) = (row[0], row[1])
      if order.isDescending {
        filter.startedBefore = Timestamp(microseconds: day + Schema.day - 1)
      } else {
        filter.startedAfter = Timestamp(microseconds: day)
      }
      guard conversations <= rest else { return (filter, rest) }
      rest -= conversations
    }
    if let back { return (back, rest) }
    // Behind the end: the last day holds fewer than all that is passed over.
    return (filter, offset)
  }
}
