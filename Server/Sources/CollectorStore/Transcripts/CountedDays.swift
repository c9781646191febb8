import GRDB

/// Which of the counts that are kept by day tell how many conversations pass a filter, and what of its span of
/// time they leave over: the parts of a day at its ends.
struct CountedDays {
  /// The condition in SQL on the counts.
  let condition: SQL
  /// The part of a day before the first whole one, and the one behind the last; nil where there is none.
  let earlier: ConversationFilter?
  let later: ConversationFilter?

  /// nil where the filter asks for more than the counts know, or for no whole day.
  init?(_ filter: ConversationFilter, for audience: Audience) {
    var plain = ConversationFilter()
    plain.environment = filter.environment
    plain.includesDeleted = filter.includesDeleted
    plain.startedAfter = filter.startedAfter
    plain.startedBefore = filter.startedBefore
    guard filter == plain else { return nil }
    // From the first day that begins in the span to the one that does not end in it.
    let first = filter.startedAfter.map { Self.day(of: $0.microseconds + Schema.day - 1) }
    let end = filter.startedBefore.map { Self.day(of: $0.microseconds + 1) }
    if let first, let end, first >= end { return nil }
    earlier = first.flatMap { day -> ConversationFilter? in
      plain.startedBefore = Timestamp(microseconds: day - 1)
      return filter.startedAfter?.microseconds == day ? nil : plain
    }
    plain.startedBefore = filter.startedBefore
    later = end.flatMap { day -> ConversationFilter? in
      plain.startedAfter = Timestamp(microseconds: day)
      return filter.startedBefore?.microseconds == day - 1 ? nil : plain
    }
    var parts: [SQL] = ["1"]
    if let owned = audience.owns("agent_id") { parts.append(owned) }
    if !filter.includesDeleted { parts.append("is_deleted = 0") }
    if let environment = filter.environment {
      parts.append("environment_id IN (SELECT id FROM environments WHERE slug = \(environment))")
    }
    if let first { parts.append("day >= \(first)") }
    if let end { parts.append("day < \(end)") }
    condition = parts.joined(separator: " AND ")
  }

  /// The beginning of the day in which a moment lies, before 1970 too.
  private static func day(of moment: Int64) -> Int64 {
    moment - (moment % Schema.day + Schema.day) % Schema.day
  }
}
