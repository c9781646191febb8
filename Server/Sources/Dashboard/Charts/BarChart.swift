/// Bars for numbers along a time. Drawn in a box of 1000 by 200.
struct BarChart {
  struct Bar {
    let x: String
    let y: String
    let width: String
    let height: String
    /// What a pointer says.
    let title: String
  }

  let name: String
  let bars: [Bar]
  let first: String
  let last: String
  let most: String

  /// `points`: what each is called, and how many.
  init(_ name: String, _ points: [(name: String, value: Int)]) {
    self.name = name
    let most = points.map(\.value).max() ?? 0
    let step = 1000 / Double(max(1, points.count))
    bars = points.enumerated().map { index, point in
      let height = 190 * Double(point.value) / Double(max(1, most))
      return Bar(
        x: coordinate(Double(index) * step), y: coordinate(200 - height), width: coordinate(step * 0.8),
        height: coordinate(height), title: "\(point.name): \(grouped(point.value))")
    }
    first = points.first?.name ?? ""
    last = points.last?.name ?? ""
    self.most = grouped(most)
  }
}

/// A number as a drawing's attribute.
func coordinate(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
