import CollectorStore
import JSONText

extension JSONWriter {
  /// The tokens of a conversation by model, and their sum; null where no model was called. There is no
  /// price table yet, so every model is unpriced.
  mutating func tokenUsage(_ rows: [TokenUsageRow]) {
    guard let first = rows.first else { return null() }
    let totals = first.counts.indices.map { index in
      (name: first.counts[index].name, count: rows.reduce(0) { $0 + $1.counts[index].count })
    }
    object { json in
      json.key("totals")
      json.object { json in
        for (name, count) in totals where count != 0 { json.member(name, count) }
        json.member("total_tokens", Self.total(of: totals))
      }
      json.member("cost_usd", Self.noCost)
      json.key("cost_sources")
      json.array { $0.string("unpriced") }
      json.key("models")
      json.array { json in
        for row in rows {
          json.object { json in
            json.member("model", row.model)
            json.member("cost_source", "unpriced")
            json.member("cost_usd", Self.noCost)
            for (name, count) in row.counts { json.member(name, count) }
          }
        }
      }
    }
  }

  static var noCost: String { "0.00000000" }

  /// Prompt, completion and embedding; the other columns are parts of these.
  static func total(of counts: [(name: String, count: Int64)]) -> Int64 {
    let summed: Set = ["prompt_tokens", "completion_tokens", "embedding_tokens"]
    return counts.reduce(0) { $0 + (summed.contains($1.name) ? $1.count : 0) }
  }
}
