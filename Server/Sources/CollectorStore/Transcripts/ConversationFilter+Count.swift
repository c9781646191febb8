import GRDB

extension ConversationFilter {
  /// How many conversations pass the filter. Where it asks for nothing but an environment, the counts that
  /// are kept with every change tell, however many there are.
  func count(_ db: Database, for audience: Audience) throws -> Int {
    let count: SQLRequest<Int>
    if let counted = countedDays(for: audience) {
      count = "SELECT sum(conversations) FROM conversation_counts WHERE \(counted)"
    } else {
      count = "SELECT count(*) FROM conversations WHERE \(condition(for: audience))"
    }
    return try count.fetchOne(db) ?? 0
  }

  /// The filter and the offset that find the same page with less to pass over: those of the day on which the
  /// page begins, where the counts tell which that is.
  func place(
    _ db: Database, for audience: Audience, order: ConversationOrder, offset: Int
  ) throws -> (filter: ConversationFilter, offset: Int) {
    guard offset > 0, order.field == .startedAt, let counted = countedDays(for: audience) else {
      return (self, offset)
    }
    let days: SQLRequest<Row> = """
      SELECT day, sum(conversations) FROM conversation_counts WHERE \(counted)
      GROUP BY day ORDER BY day \(sql: order.isDescending ? "DESC" : "ASC")
      """
    var filter = self
    var rest = offset
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
    // Behind the end: the last day holds fewer than all that is passed over.
    return (filter, offset)
  }

  /// Which rows of the counts belong to the filter; nil where it asks for more than they know.
  private func countedDays(for audience: Audience) -> SQL? {
    var plain = ConversationFilter()
    plain.environment = environment
    plain.includesDeleted = includesDeleted
    guard self == plain else { return nil }
    var parts: [SQL] = ["1"]
    if let owned = audience.owns("agent_id") { parts.append(owned) }
    if !includesDeleted { parts.append("is_deleted = 0") }
    if let environment {
      parts.append("environment_id IN (SELECT id FROM environments WHERE slug = \(environment))")
    }
    return parts.joined(separator: " AND ")
  }
}
