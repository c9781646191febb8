/// Rows as aligned columns under a line of headings, for people; scripts take `--json`.
struct Table {
  private var lines: [[String]]

  init(_ headings: [String]) { lines = [headings] }

  mutating func add(_ cells: [String]) { lines.append(cells.map(TerminalText.line)) }

  var text: String {
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
