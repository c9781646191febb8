import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct MetadataReadingTests {
  private static func fill(_ collector: TestCollector) async throws {
    for (id, metadata) in [
      ("a", #"{"plan":"pro","a":{"b c":1,"d":{"e":true}},"list":[1]}"#), ("b", #"{"plan":"free","seats":3}"#),
      ("c", #"{"plan":"pro","seats":null,"empty":{}}"#),
    ] {
      let batch = Batch().with(
        id, fields: #""metadata":\#(metadata)"#, spans: [turn(1, [.question("q", at: 0)])])
      #expect(try await collector.ingest(batch.json).status == 200)
    }
    let message = #"{"conversation_id":"a","content":"x","sender":"agent","metadata":{"score":{"x":1}}}"#
    #expect(try await collector.post("/api/track/", message).status == 201)
  }

  @Test func keysAreListedAsPaths() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let keys = try await collector.get("/api/conversations/metadata-keys/").json["keys"] as? [String]
      #expect(keys == ["a.b c", "a.d.e", "list", "plan", "seats"])
      let ofMessages = try await collector.get("/api/conversations/message-metadata-keys/")
      #expect(ofMessages.json["keys"] as? [String] == ["score.x"])
    }
  }

  @Test(arguments: [
    ("plan", #"["free","pro"]"#), ("a.d.e", "[true]"),
    ("seats", "[3,null]"), ("a", "[]"), ("list", "[]"), ("unknown", "[]"),
  ])
  func valuesOfAKeyAreListedOnce(key: String, expected: String) async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let answer = try await collector.get("/api/conversations/metadata-values/?key=\(key)")
      #expect(answer.text == #"{"key":"\#(key)","values":\#(expected)}"#)
    }
  }

  @Test func aKeyHasToBeNamedAndNoAnswerIsEndless() async throws {
    try await TestCollector.run { collector in
      let nameless = try await collector.get("/api/conversations/metadata-values/")
      #expect(nameless.status == 400 && nameless.json["key"] is [String])
      let members = (0..<500).map { #""k\#($0)":\#($0)"# }.joined(separator: ",")
      let batch = Batch().with("c", fields: #""metadata":{\#(members)}"#, spans: [])
      #expect(try await collector.ingest(batch.json).status == 200)
      let keys = try await collector.get("/api/conversations/metadata-keys/").json["keys"] as? [String]
      #expect(keys?.count == 200)
    }
  }

  /// The metadata of a conversation's last message, and of its first, which has none.
  private static func answer(_ collector: TestCollector, _ id: String) async throws -> [String: Int] {
    let list = try await collector.get("/api/conversations/?conversation_id=\(id)")
    let row = try #require((list.json["results"] as? [[String: Any]])?.first)
    let messages = try #require(row["messages"] as? [[String: Any]])
    #expect(messages.first?["metadata"] is NSNull)
    return try #require(messages.last?["metadata"] as? [String: Int])
  }

  @Test func anAnswersWaitStandsInItsMetadata() async throws {
    try await TestCollector.run { collector in
      let metadata = #""agentsight.message.metadata":"{\"a\":1}""#
      let spoken = turn(1, [.question("q", at: 0), .answer("a", at: 2)])
        .replacingOccurrences(
          of: #""agentsight.message.sender":"agent","#,
          with: #""agentsight.message.sender":"agent",\#(metadata),"#)
      let plain = turn(1, [.question("q", at: 0), .answer("a", at: 1)])
      let batch = Batch().with("c", spans: [spoken]).with("d", spans: [plain])
      #expect(try await collector.ingest(batch.json).status == 200)
      let both = try await [Self.answer(collector, "c"), Self.answer(collector, "d")]
      #expect(both == [["a": 1, "latency_ms": 2000], ["latency_ms": 1000]])
    }
  }

  @Test func buttonsAreListedAndCounted() async throws {
    try await TestCollector.run { collector in
      for (second, value) in ["up", "down", "up"].enumerated() {
        let body =
          #"{"conversation_id":"c","button_event":"rate","label":"Rate","value":"\#(value)","timestamp":"\#(time(second))"}"#
        #expect(try await collector.post("/api/buttons/", body).status == 201)
      }
      let list = try await collector.get("/api/buttons/?page_size=2")
      let rows = try #require(list.json["results"] as? [[String: Any]])
      #expect(list.json["count"] as? Int == 3 && rows.map { $0["value"] as? String } == ["up", "down"])
      #expect(
        rows.first?["button_event"] as? String == "rate" && rows.first?["conversation_id"] as? String == "c")
      let stats = try await collector.get("/api/buttons/stats/?event=rate")
      let expected =
        #"[{"button_event":"rate","value":"up","label":"Rate","count":2},{"button_event":"rate","value":"down","label":"Rate","count":1}]"#
      #expect(stats.text == expected)
      #expect(try await collector.get("/api/buttons/stats/?event=other").text == "[]")
    }
  }

  @Test func aConversationCanBeReadWithoutItsTranscript() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector)
      let lean = try await collector.get("/api/conversations/1/?full=false").json
      #expect(lean["conversation_id"] is String && lean["messages"] == nil)
      #expect(try await collector.get("/api/conversations/1/").json["messages"] is [Any])
    }
  }
}
