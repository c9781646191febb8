import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct TokenUsageReadingTests {
  private static func call(_ id: Int, model: String, tokens: Int, turn: Int) -> String {
    span(
      id, kind: "llm", from: id,
      attributes: #"""
        "gen_ai.request.model":"\#(model)","gen_ai.usage.input_tokens":\#(tokens),
        "agentsight.turn.id":"\#(spanID(turn))"
        """#)
  }

  @Test(arguments: [
    ("", [7, 3, 1]), ("model=small", [3, 1]), ("incomplete=true", [7]), ("incomplete=false", [3, 1]),
    ("conversation_id=d", [7]), ("ordering=started_at", [1, 3, 7]), ("turn_id=0000000000000001", [1]),
    ("started_at_after=2026-01-31T12:00:11Z", [7, 3]), ("environment=production", [7, 3, 1]),
    ("page_size=1&page=2", [3]), ("conversation=0", []),
  ])
  func filters(query: String, expected: [Int]) async throws {
    try await TestCollector.run { collector in
      let batch = Batch()
        .with(
          "c",
          spans: [
            turn(1, [.question("q", at: 0)]), turn(2, [.question("q", at: 1)]),
            Self.call(10, model: "small", tokens: 1, turn: 1),
            Self.call(11, model: "small", tokens: 3, turn: 2),
          ]
        )
        .with(
          "d",
          spans: [
            turn(3, [.question("q", at: 2)], incomplete: "abandoned"),
            Self.call(12, model: "large", tokens: 7, turn: 3),
          ])
      #expect(try await collector.ingest(batch.json).status == 200)
      let answer = try await collector.get("/api/token-usage/?" + query)
      let rows = try #require(answer.json["results"] as? [[String: Any]], "\(answer.text)")
      #expect(rows.map { $0["prompt_tokens"] as? Int } == expected)
      #expect(rows.allSatisfy { $0["total_tokens"] as? Int == $0["prompt_tokens"] as? Int })
      #expect(rows.allSatisfy { $0["cost_source"] as? String == "unpriced" })
      for row in rows where row["prompt_tokens"] as? Int == 7 {
        #expect(row["incomplete_reason"] as? String == "abandoned")
      }
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      #expect(try await collector.get("/api/token-usage/", key: stranger).json["count"] as? Int == 0)
    }
  }

  @Test(arguments: [
    ("metadata=plan:pro", 1), ("metadata=plan:free", 0), ("metadata=seats:3", 1), ("metadata=seats:3.0", 1),
    ("metadata=code:7", 0), ("metadata=trial:true", 1), ("metadata=trial:false", 0), ("metadata=end:null", 1),
    ("metadata=missing:null", 0), ("metadata=plan:pro,seats:4", 0), ("metadata=plan:%20pro%20,seats:3", 1),
    ("metadata=a.b%20c:x", 1), ("metadata=a.b:x", 0), ("metadata_key=plan&metadata_value=pro", 1),
    ("metadata_key=plan&metadata_value=x", 0), ("metadata=nonsense", 1), ("metadata=%22%5D:1", 0),
    ("metadata=plan:%27%20OR%201=1", 0), ("metadata=plan:nan", 0),
  ])
  func metadataIsComparedByType(query: String, count: Int) async throws {
    try await TestCollector.run { collector in
      let metadata =
        #"{"plan":"pro","seats":3,"code":"7","trial":true,"end":null,"a":{"b c":"x"}}"#
      let batch = Batch().with(
        "c", fields: #""metadata":\#(metadata)"#, spans: [turn(1, [.question("q", at: 0)])])
      #expect(try await collector.ingest(batch.json).status == 200)
      let answer = try await collector.get("/api/conversations/?" + query)
      #expect(answer.json["count"] as? Int == count, "\(answer.text.prefix(200))")
    }
  }
}
