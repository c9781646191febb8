import CollectorStore

/// Everything that the overview shows, before it is written as a page or as JSON.
struct Overview {
  let query: FigureQuery
  let calendar: LocalCalendar
  let now: Figures
  let before: Figures
  let series: FigureSeries
  /// Whether the collector has a database of countries.
  let knowsCountries: Bool
  let weeks: [(days: ClosedRange<Int>, people: PeopleOfWeek)]

  var isEmpty: Bool { now.counts[.visits] == 0 && before.counts[.visits] == 0 }
}

extension CollectorStore {
  func overview(
    _ query: FigureQuery, _ calendar: LocalCalendar, _ settings: ClientSettings, for audience: Audience
  ) async throws -> Overview {
    let names = settings.escalationNames
    let range = query.range(query.days, calendar, audience)
    let rangeBefore = query.range(query.daysBefore, calendar, audience)
    let weeks = weeks(of: query.days)
    let (slotsOfParts, slotsOfWeeks) = (
      FigureSeries.parts(of: query.days).map(calendar.slots), weeks.map(calendar.slots)
    )
    // At once, since readers do not wait for each other.
    async let now = figures(of: range, by: slotsOfParts, escalationNames: names)
    async let before = figures(of: rangeBefore, escalationNames: names)
    async let people = people(in: slotsOfWeeks, of: range)
    return Overview(
      query: query, calendar: calendar, now: try await now, before: try await before,
      series: FigureSeries(try await now, calendar, days: query.days), knowsCountries: knowsCountries,
      weeks: Array(zip(weeks, try await people)).map { (days: $0.0, people: $0.1) })
  }
}
