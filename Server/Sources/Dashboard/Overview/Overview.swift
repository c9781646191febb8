import CollectorStore

/// Everything that the overview shows, before it is written as a page or as JSON.
struct Overview {
  let query: FigureQuery
  let calendar: LocalCalendar
  let now: Figures
  let before: Figures
  let series: FigureSeries
  let weeks: [(days: ClosedRange<Int>, people: PeopleOfWeek)]

  var isEmpty: Bool { now.counts[.visits] == 0 && before.counts[.visits] == 0 }
}

extension CollectorStore {
  func overview(
    _ query: FigureQuery, _ calendar: LocalCalendar, _ settings: ClientSettings, for audience: Audience
  ) async throws -> Overview {
    let names = settings.escalationNames
    let range = query.range(query.days, calendar, audience)
    let now = try await figures(of: range, escalationNames: names)
    let before = try await figures(
      of: query.range(query.daysBefore, calendar, audience), escalationNames: names)
    let weeks = weeks(of: query.days)
    let people = try await people(
      in: weeks.map { calendar.start(ofDay: $0.lowerBound)..<calendar.start(ofDay: $0.upperBound + 1) },
      of: range)
    return Overview(
      query: query, calendar: calendar, now: now, before: before,
      series: FigureSeries(now, calendar, days: query.days),
      weeks: Array(zip(weeks, people)).map { (days: $0.0, people: $0.1) })
  }
}
