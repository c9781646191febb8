import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct SpanReadingTests {
  private static func child(_ id: Int, of parent: Int, at second: Int) -> String {
    span(id, kind: "tool", from: second, to: second + id, attributes: #""agentsight.tool.name":"search""#)
      .replacing(#""parent_span_id":null"#, with: #""parent_span_id":"\#(spanID(parent))""#)
  }

  private static func fill(_ collector: TestCollector) async throws {
    let spans = [
      turn(1, [.question("q", at: 0), .answer("a", at: 9)]), child(2, of: 1, at: 3),
      child(3, of: 2, at: 4), child(4, of: 99, at: 5),
      span(5, kind: "button", from: 10, attributes: #""agentsight.button.label":"x""#),
    ]
    let batch = Batch().with("c", spans: spans).with("d", spans: [turn(1, [.question("q", at: 20)])])
    #expect(try await collector.ingest(batch.json).status == 200)
  }

  private static func kinds(_ answer: TestCollector.Answer) -> [String] {
    (answer.json["results"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
  }

  @Test(arguments: [
    ("conversation_id=c", ["button", "tool", "tool", "tool", "turn"]), ("kind=button", ["button"]),
    ("span_id=0000000000000003", ["tool"]), ("parent_span_id=0000000000000001", ["tool"]),
    ("name=turn&x=1", ["turn", "turn"]),
    ("started_at_after=2026-01-31T12:00:10Z", ["turn", "button"]), ("environment=development", []),
    ("kind=turn&ordering=-duration_ms&conversation_id=c", ["turn"]), ("conversation=nothing", []),
    ("ordering=duration_ms&conversation_id=c&page_size=2&page=2", ["tool", "tool"]), ("status=error", []),
  ])
  func filters(query: String, expected: [String]) async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let answer = try await collector.get("/api/spans/?" + query)
      #expect(Self.kinds(answer) == expected, "\(answer.text.prefix(300))")
    }
  }

  @Test func aSpanComesWithItsPartsAndOnRequestAsItWasReceived() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let list = try await collector.get("/api/spans/?kind=button")
      let row = try #require((list.json["results"] as? [[String: Any]])?.first)
      #expect(row["attributes"] as? [String: String] == ["agentsight.button.label": "x"])
      #expect(row["conversation_id"] as? String == "c" && row["payload"] == nil)
      let path = "/api/spans/\(try #require(row["id"] as? Int))/"
      #expect(try await collector.get(path).json["payload"] == nil)
      let payload = try await collector.get(path + "?payload=true").json["payload"] as? [String: Any]
      #expect(payload?["otel"] as? [String: String] == [:])
      let tracked = #"{"conversation_id":"e","content":"a","sender":"agent"}"#
      #expect(try await collector.post("/api/track/", tracked).status == 201)
      let old = try await collector.get("/api/spans/?conversation_id=e")
      #expect(((old.json["results"] as? [[String: Any]])?.first?["events"] as? [Any])?.isEmpty == true)
    }
  }

  @Test func aTraceIsATree() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let trace = try await collector.get("/api/traces/000000000000000000000000000000FF/")
      #expect(trace.json["span_count"] as? Int == 6 && trace.json["truncated"] as? Bool == false)
      let roots = try #require(trace.json["roots"] as? [[String: Any]])
      #expect(roots.map { $0["span_id"] as? String } == [1, 4, 5, 1].map(spanID))
      let children = try #require(roots.first?["children"] as? [[String: Any]])
      #expect(children.map { $0["span_id"] as? String } == [spanID(2)])
      #expect((children.first?["children"] as? [Any])?.count == 1)
      #expect((roots.last?["children"] as? [Any])?.isEmpty == true)
      #expect(try await collector.get("/api/traces/ff/").status == 404)
    }
  }

  @Test func strangersAndDeletedConversationsShowNothing() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      #expect(Self.kinds(try await collector.get("/api/spans/", key: stranger)) == [])
      #expect(try await collector.get("/api/spans/1/", key: stranger).status == 404)
      let trace = "/api/traces/000000000000000000000000000000ff/"
      #expect(try await collector.get(trace, key: stranger).status == 404)
      for pk in [1, 2] { _ = try await collector.call(.delete, "/api/conversations/\(pk)/") }
      #expect(Self.kinds(try await collector.get("/api/spans/")) == [])
    }
  }
}
