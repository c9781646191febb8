/// Lines for durations along a time, with gaps where there is none. Drawn in a box of 1000 by 200.
struct LineChart {
  struct Line {
    /// The class that decides how it is drawn.
    let style: String
    let name: String
    /// What a `path` element takes.
    let path: String
  }

  let name: String
  let lines: [Line]
  let first: String
  let last: String
  let most: String

  /// `lines`: a style, a name and milliseconds or nothing for each of `names`.
  init(_ name: String, _ names: [String], _ lines: [(style: String, name: String, values: [Double?])]) {
    self.name = name
    let most = lines.flatMap(\.values).compactMap(\.self).max() ?? 0
    let step = 1000 / Double(max(1, names.count))
    self.lines = lines.map { line in
      var path = ""
      var isDrawing = false
      for (index, value) in line.values.enumerated() {
        guard let value else {
          isDrawing = false
          continue
        }
        let (x, y) = ((Double(index) + 0.1) * step, 200 - 190 * value / max(most, 1e-9))
        // A value between two gaps is a short stroke of its own.
        path += "\(isDrawing ? "L" : "M")\(coordinate(x)) \(coordinate(y))h\(coordinate(step * 0.6))"
        isDrawing = true
      }
      return Line(style: line.style, name: line.name, path: path)
    }
    first = names.first ?? ""
    last = names.last ?? ""
    self.most = readableDuration(milliseconds: most)
  }
}
