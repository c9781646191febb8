import CollectorStore
import JSONText

extension JSONWriter {
  /// The tokens of a conversation by model, their sum and what they cost; null where no model was called.
  mutating func tokenUsage(_ rows: [TokenUsageRow]) {
    guard let first = rows.first else { return null() }
    let totals = first.counts.indices.map { index in
      (name: first.counts[index].name, count: rows.reduce(0) { $0 + $1.counts[index].count })
    }
    let cost = Money(units: rows.reduce(0) { $0 &+ $1.cost.units })
    object { json in
      json.key("totals")
      json.object { json in
        for (name, count) in totals where count != 0 { json.member(name, count) }
        json.member("total_tokens", Self.total(of: totals))
      }
      json.member("cost_usd", cost.text)
      json.key("cost_sources")
      json.array { json in for source in Set(rows.map(\.costSource)).sorted() { json.string(source) } }
      json.key("models")
      json.array { json in
        for row in rows {
          json.object { json in
            json.member("model", row.model)
            json.member("cost_source", row.costSource)
            json.member("cost_usd", row.cost.text)
            for (name, count) in row.counts { json.member(name, count) }
          }
        }
      }
    }
  }

  /// What is billed on a line of its own; the other counts are parts of these.
  private static func total(of counts: [(name: String, count: Int64)]) -> Int64 {
    let billed: Set = [
      "prompt_tokens", "completion_tokens", "embedding_tokens", "cache_read_tokens", "cache_write_tokens",
    ]
    return counts.reduce(0) { $0 + (billed.contains($1.name) ? $1.count : 0) }
  }

  /// A row of contract 4.9.
  mutating func tokenUsageEntry(_ row: TokenUsageEntry) {
    let none = Money(units: 0)
    object { json in
      json.member("id", row.id)
      json.member("conversation", row.conversation)
      json.member("conversation_id", row.conversationID)
      json.member("environment", row.environment)
      json.member("turn_id", row.turnID)
      json.member("model", row.model)
      for (name, count) in row.counts { json.member(name, count) }
      json.member("total_tokens", row.totalTokens)
      json.member("cost_usd", (row.cost ?? none).text)
      json.member("cost_usd_reported", (row.reportedCost ?? none).text)
      json.member("cost_source", row.costSource)
      json.member("calls", row.calls)
      json.member("unreported_calls", row.unreportedCalls)
      json.member("incomplete", row.incompleteReason != nil)
      json.member("incomplete_reason", row.incompleteReason)
      json.member("started_at", row.startedAt?.iso8601)
      json.member("ended_at", row.endedAt?.iso8601)
    }
  }
}
