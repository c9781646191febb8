import CollectorStore

extension BarTable {
  /// Rows of a table at most; the rest is summed up or counted.
  private static let most = 12
  /// Turns with a row of their own.
  private static let turns = 10

  /// How conversations go on from turn to turn, and after which one people leave.
  static func flow(_ figures: Figures) -> BarTable {
    let steps = turnSteps(figures)
    let all = steps.first?.reached ?? 0
    let rows = steps.prefix(turns).map { step in
      (
        name: "Turn \(step.turn)", value: Double(step.reached),
        cells: [
          grouped(step.reached), share(step.reached, of: all), grouped(step.left),
          share(step.left, of: step.reached),
        ]
      )
    }
    let last = steps.last?.turn ?? 0
    return BarTable(
      "Message flow", head: ["Turn", "Reached", "Of all", "Left after it", "Of those"],
      rows,
      note: last > turns ? "The longest conversation has \(grouped(last)) turns." : nil)
  }

  struct TurnStep: Equatable {
    let turn: Int
    /// Conversations in which the person wrote at least so many messages.
    let reached: Int
    /// Those of them in which the person wrote no more.
    let left: Int
  }

  static func turnSteps(_ figures: Figures) -> [TurnStep] {
    var ended: [Int: Int] = [:]
    for (label, values) in figures.labels[.turns] ?? [:] {
      ended[Int(label) ?? 0, default: 0] += values.count
    }
    var reached = ended.filter { $0.key > 0 }.values.reduce(0, +)
    return (ended.keys.max() ?? 0) < 1
      ? []
      : (1...ended.keys.max()!).map { turn in
        let step = TurnStep(turn: turn, reached: reached, left: ended[turn] ?? 0)
        reached -= step.left
        return step
      }
  }

  static func tools(_ figures: Figures) -> BarTable {
    let tools = sorted(figures, .tool)
    let rows = tools.prefix(most).map { name, values in
      (
        name: name, value: Double(values.count),
        cells: [grouped(values.count)]
          + [0.5, 0.95].map { values.durations.percentile($0).map(readableDuration) ?? "–" }
          + [share(values.errors, of: values.count)]
      )
    }
    return BarTable(
      "Tools", head: ["Tool", "Calls", "Median", "95 %", "Errors"], rows,
      note: tools.count > most ? "\(grouped(tools.count - most)) more were called." : nil)
  }

  /// Devices, channels, languages and countries of conversations.
  static func kinds(_ figures: Figures, knowsCountries: Bool) -> [BarTable] {
    [
      kind(figures, .device, "Devices", "Device"), kind(figures, .source, "Channels", "Channel"),
      kind(figures, .language, "Languages", "Language"),
      knowsCountries
        ? kind(figures, .country, "Countries", "Country", unknown: "not known", nameOf: countryName)
        : BarTable(
          "Countries", head: [], [],
          note: """
            Countries come from IP addresses: start the collector with --countries FILE, a country database in the \
            MaxMind DB format.
            """),
    ]
  }

  private static func kind(
    _ figures: Figures, _ dimension: Dimension, _ name: String, _ one: String, unknown: String = "not given",
    nameOf: (String) -> String = { $0 }
  ) -> BarTable {
    let labels = sorted(figures, dimension)
    let all = labels.reduce(0) { $0 + $1.values.count }
    var rows = labels.prefix(most).map { label, values in
      (name: label.isEmpty ? unknown : nameOf(label), value: values.count)
    }
    let rest = labels.dropFirst(most).reduce(0) { $0 + $1.values.count }
    if rest > 0 { rows.append((name: "all others", value: rest)) }
    return BarTable(
      name, head: [one, "Conversations", "Share"],
      rows.map { ($0.name, Double($0.value), [grouped($0.value), share($0.value, of: all)]) })
  }

  /// The most frequent first.
  static func sorted(_ figures: Figures, _ dimension: Dimension) -> [(name: String, values: LabelFigures)] {
    (figures.labels[dimension] ?? [:]).map { (name: $0.key, values: $0.value) }
      .sorted { ($0.values.count, $1.name) > ($1.values.count, $0.name) }
  }

  static func weeks(_ overview: Overview) -> BarTable {
    // Weeks before the first one with people in it say nothing.
    let rows = overview.weeks.drop { $0.people.people == 0 }.map { days, week in
      (
        name: overview.calendar.text(ofDay: days.lowerBound), value: Double(week.people),
        cells: [grouped(week.people), grouped(week.returning), share(week.returning, of: week.people)]
      )
    }
    return BarTable(
      "Returning people by week", head: ["Week from", "People", "Returning", "Share"],
      rows)
  }

  private static func share(_ count: Int, of whole: Int) -> String {
    whole == 0 ? "–" : Metric.Unit.percent.text(Double(count) / Double(whole))
  }
}

extension Figures {
  /// Conversations under each label.
  func counts(by dimension: Dimension) -> [String: Int] { (labels[dimension] ?? [:]).mapValues(\.count) }
}
