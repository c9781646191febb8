import CollectorStore

/// Messages and conversations of each day, as bars. Drawn in a box of 1000 by 200.
struct BarChart {
  struct Bar {
    let x: String
    let y: String
    let width: String
    let height: String
    /// What a pointer and a screen reader say.
    let title: String
  }

  let bars: [Bar]
  let first: String
  let last: String
  let most: Int

  init(_ figures: Figures, _ calendar: LocalCalendar, days: ClosedRange<Int>) {
    var sums: [Int: Counts] = [:]
    for (slot, values) in figures.bySlot {
      sums[calendar.day(of: slot.start), default: Counts()].add(values.counts)
    }
    func messages(_ day: Int) -> Int {
      (sums[day]?[.personMessages] ?? 0) + (sums[day]?[.agentMessages] ?? 0)
    }
    let most = max(1, days.map(messages).max() ?? 1)
    let step = 1000 / Double(days.count)
    bars = days.enumerated().map { index, day in
      let height = 190 * Double(messages(day)) / Double(most)
      return Bar(
        x: Self.text(Double(index) * step), y: Self.text(200 - height), width: Self.text(step * 0.8),
        height: Self.text(height),
        title: """
          \(calendar.text(ofDay: day)): \(counted(messages(day), "message")), \
          \(counted(sums[day]?[.conversations] ?? 0, "conversation"))
          """)
    }
    first = calendar.text(ofDay: days.lowerBound)
    last = calendar.text(ofDay: days.upperBound)
    self.most = most
  }

  private static func text(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
