import CollectorStore

/// What the overview's template shows.
struct OverviewView {
  let form: FigureForm
  let zone: String
  let json: String
  let isEmpty: Bool
  /// Where the viewer makes keys; nil: nowhere.
  let keys: String?
  let time: String
  let timeBefore: String
  let cards: [Card]
  let bars: [BarChart]
  let waits: LineChart
  let parts: PartTable
  let hours: HourChart
  let tables: [BarTable]

  struct Card {
    let name: String
    let value: String
    let change: String?

    init(_ metric: Metric, _ now: Figures, _ before: Figures) {
      name = metric.name
      let (value, earlier) = (metric.value(now), metric.value(before))
      self.value = value.map(metric.unit.text) ?? "–"
      change = value.flatMap { value in earlier.flatMap { metric.unit.difference(value, than: $0) } }
    }
  }

  /// What the charts along the time show, as text.
  struct PartTable {
    let head: [String]
    let rows: [BarTable.Row]
  }

  init(_ overview: Overview, _ choices: FigureChoices, zone: String, keys: String?) {
    let (query, calendar, series) = (overview.query, overview.calendar, overview.series)
    self.zone = zone
    form = FigureForm(query, choices, calendar, path: "/overview")
    json = "/overview.json?" + query.text(calendar)
    isEmpty = overview.isEmpty
    self.keys = keys
    time = calendar.text(of: query.days)
    timeBefore = calendar.text(of: query.daysBefore)
    cards = Metric.all.map { Card($0, overview.now, overview.before) }
    let names = series.parts.map { calendar.text(of: $0.days) }
    let unit = series.length == 1 ? "day" : series.length == 7 ? "week" : "four weeks"
    bars = [
      BarChart("Messages per \(unit)", Array(zip(names, series.parts.map(\.messages)))),
      BarChart(
        "Conversations per \(unit)", Array(zip(names, series.parts.map { $0.counts[.conversations] }))),
    ]
    waits = LineChart(
      "Response time per \(unit)", names,
      [
        ("median", "median", series.parts.map { $0.responses.percentile(0.5) }),
        ("high", "90 %", series.parts.map { $0.responses.percentile(0.9) }),
      ])
    parts = PartTable(
      head: ["Time", "Messages", "Conversations", "Response time, median", "90 %"],
      rows: zip(names, series.parts).map { name, part in
        let waits = [0.5, 0.9].map { part.responses.percentile($0).map(readableDuration) ?? "–" }
        return BarTable.Row(
          name: name, width: "",
          cells: [grouped(part.messages), grouped(part.counts[.conversations])] + waits)
      })
    hours = HourChart(series.hours)
    tables =
      [.flow(overview.now), .tools(overview.now)]
      + BarTable.kinds(overview.now, knowsCountries: overview.knowsCountries)
      + [.weeks(overview)]
  }
}

extension LocalCalendar {
  /// `2026-01-31`, or `2026-01-31 to 2026-02-06`.
  func text(of days: ClosedRange<Int>) -> String {
    let (first, last) = (text(ofDay: days.lowerBound), text(ofDay: days.upperBound))
    return first == last ? first : "\(first) to \(last)"
  }
}
