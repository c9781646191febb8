import GRDB

/// The people of one week who gave a customer id.
public struct PeopleOfWeek: Sendable, Equatable {
  public let people: Int
  /// Those of them who had a conversation before the week.
  public let returning: Int
}

extension CollectorStore {
  /// How many people had a conversation in each week, and how many of them not for the first time. `weeks`
  /// are the stretches of time; the range says whose they are.
  public func people(in weeks: [Range<Slot>], of range: FigureRange) async throws -> [PeopleOfWeek] {
    try await database.read { db in
      let owners = try ownersOf(range, db)
      return try weeks.map { week in
        var range = range
        range.slots = week
        let earlier: SQL = """
          SELECT 1 FROM conversations WHERE unlikely(customer_id = person) AND \(owned(by: owners))
            AND \(Misdated.conversation(startedFrom: nil, before: week.lowerBound.start))
            AND is_used AND deleted_at IS NULL
          """
        let sums: SQLRequest<Row> = """
          SELECT count(*), coalesce(sum(EXISTS (\(earlier))), 0) FROM (
            SELECT DISTINCT customer_id AS person FROM (\(customers(of: range, owners)))
            WHERE customer_id IS NOT NULL)
          """
        let row = try sums.fetchOne(db)
        return PeopleOfWeek(people: row?[0] ?? 0, returning: row?[1] ?? 0)
      }
    }
  }
}
