/// Rows of a name, a bar and numbers: a chart that is its own text.
struct BarTable {
  struct Row {
    let name: String
    /// Of the bar, from 0 to 100.
    let width: String
    let cells: [String]
  }

  let name: String
  /// What the rows are, then what the numbers are.
  let head: [String]
  let rows: [Row]
  /// What is to be said in its place, or about it.
  var note: String?

  var isEmpty: Bool { rows.isEmpty }

  init(
    _ name: String, head: [String], _ rows: [(name: String, value: Double, cells: [String])],
    note: String? = nil
  ) {
    (self.name, self.head, self.note) = (name, head, note)
    let most = max(rows.map(\.value).max() ?? 0, 1e-9)
    self.rows = rows.map { Row(name: $0.name, width: coordinate(100 * $0.value / most), cells: $0.cells) }
  }
}
