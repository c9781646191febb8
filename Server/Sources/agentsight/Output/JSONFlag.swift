import ArgumentParser
import CollectorStore
import JSONText

/// `--json`, for scripts.
struct JSONFlag: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Print JSON.")
  var isOn = false

  /// Prints a list, as a table or as an array of objects.
  func printList<Row>(
    _ rows: [Row], headings: [String], cells: (Row) -> [String], members: (Row, inout JSONWriter) -> Void
  ) {
    guard !isOn else {
      var json = JSONWriter()
      json.array { json in for row in rows { json.object { members(row, &$0) } } }
      return print(json.text)
    }
    var table = Table(headings)
    for row in rows { table.add(cells(row)) }
    print(table.text)
  }
}

extension JSONWriter {
  mutating func member(_ name: String, _ time: Timestamp?) { member(name, time?.iso8601) }
}
