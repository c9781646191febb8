import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct ActionReadingTests {
  private static func fill(_ collector: TestCollector) async throws {
    let spans = ["search", "book", "search"].enumerated().map { index, name in
      span(index + 1, kind: "tool", from: index, attributes: #""agentsight.tool.name":"\#(name)""#)
    }
    #expect(try await collector.ingest(Batch().with("c", spans: spans).json).status == 200)
  }

  private static func names(_ answer: TestCollector.Answer) -> [String] {
    (answer.json["results"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  @Test(arguments: [
    ("", ["book", "search"]), ("ordering=-name", ["search", "book"]), ("name=book", ["book"]),
    ("name__icontains=EAR", ["search"]), ("search=%25", []), ("page_size=1&page=2", ["search"]),
  ])
  func actionsAreListed(query: String, expected: [String]) async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      #expect(Self.names(try await collector.get("/api/actions/?" + query)) == expected)
    }
  }

  @Test func anActionTellsWhenItWasDone() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let list = try await collector.get("/api/actions/?name=search")
      let row = try #require((list.json["results"] as? [[String: Any]])?.first)
      #expect(Set(row.keys) == ["id", "name", "display_name", "description", "agent"])
      let path = "/api/actions/\(try #require(row["id"] as? Int))/"
      #expect(try await collector.get(path).json["name"] as? String == "search")
      func log() async throws -> [[String: Any]] {
        let answer = try await collector.get(path + "logs/")
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.bytes)) as? [[String: Any]])
      }
      let times = try await log().map { $0["started_at"] as? String }
      #expect(times == ["2026-01-31T12:00:02.000000Z", "2026-01-31T12:00:00.000000Z"])
      #expect(try await collector.call(.delete, path).status == 405)
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      #expect(Self.names(try await collector.get("/api/actions/", key: stranger)) == [])
      for suffix in ["", "logs/"] {
        #expect(try await collector.get(path + suffix, key: stranger).status == 404)
      }
      _ = try await collector.call(.delete, "/api/conversations/1/")
      #expect(try await log().isEmpty)
    }
  }
}
