import CollectorStore

/// Writes figures in the text format of Prometheus.
struct MetricsText {
  private(set) var text = ""

  /// A family of one or more samples; `samples` are labels and values.
  mutating func family(
    _ name: String, _ type: String, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]
  ) {
    head(name, type, help)
    for sample in samples { line(name, sample.labels, sample.value) }
  }

  mutating func counter(_ name: String, _ help: String, _ value: Int) {
    family(name, "counter", help, [([], Double(value))])
  }

  mutating func gauge(_ name: String, _ help: String, _ value: Int64) {
    family(name, "gauge", help, [([], Double(value))])
  }

  mutating func histograms(
    _ name: String, _ help: String, _ histograms: [(labels: [(String, String)], histogram: Histogram)]
  ) {
    head(name, "histogram", help)
    for (labels, histogram) in histograms {
      var count = 0
      for (bound, part) in zip(histogram.bounds, histogram.counts) {
        count += part
        line(name + "_bucket", labels + [("le", number(bound))], Double(count))
      }
      line(name + "_bucket", labels + [("le", "+Inf")], Double(histogram.count))
      line(name + "_sum", labels, histogram.sum)
      line(name + "_count", labels, Double(histogram.count))
    }
  }

  private mutating func head(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private mutating func line(_ name: String, _ labels: [(String, String)], _ value: Double) {
    let list = labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
    text += "\(name)\(list.isEmpty ? "" : "{\(list)}") \(number(value))\n"
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.append(character)
      }
    }
  }
}
