/// What happened in each hour of a week, as a table whose cells are the darker the more it was.
struct HourChart {
  static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  struct Row {
    let name: String
    let cells: [Cell]
  }

  struct Cell {
    let count: Int
    /// 0 for nothing to 8 for the most.
    let level: Int
    let title: String
  }

  let hours = Array(0..<24)
  let rows: [Row]

  /// `counts`: seven days from Monday on, each with 24 hours.
  init(_ counts: [[Int]]) {
    let most = counts.flatMap(\.self).max() ?? 0
    rows = zip(Self.days, counts).map { day, counts in
      Row(
        name: day,
        cells: counts.enumerated().map { hour, count in
          Cell(
            count: count, level: most == 0 ? 0 : (count * 8 + most - 1) / most,
            title: "\(day) \(hour):00: \(count)")
        })
    }
  }
}
