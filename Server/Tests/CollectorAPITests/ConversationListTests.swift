import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct ConversationListTests {
  /// Conversations c0, c1, …, each a minute after the one before.
  private static func fill(_ collector: TestCollector, _ count: Int) async throws {
    var batch = Batch()
    for index in 0..<count {
      batch = batch.with(
        "c\(index)",
        fields: #""device":"\#(index % 2 == 0 ? "mobile" : "desktop")","name":"Chat 100%\#(index)""#,
        spans: [turn(1, [.question("question \(index)", at: index * 60)])])
    }
    #expect(try await collector.ingest(batch.json).status == 200)
  }

  private static func ids(_ answer: TestCollector.Answer) -> [String] {
    (answer.json["results"] as? [[String: Any]] ?? []).compactMap { $0["conversation_id"] as? String }
  }

  @Test func aPageComesInItsEnvelope() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector, 40)
      let first = try await collector.get("/api/conversations/?full=false&device=&x=a%26b")
      #expect(
        Set(first.json.keys) == [
          "count", "page_size", "total_pages", "current_page", "next", "previous", "results",
        ])
      #expect(first.json["count"] as? Int == 40 && first.json["page_size"] as? Int == 15)
      #expect(first.json["total_pages"] as? Int == 3 && first.json["previous"] is NSNull)
      #expect(Self.ids(first) == (25..<40).reversed().map { "c\($0)" })
      let next = try #require(first.json["next"] as? String)
      #expect(next.hasPrefix("http://") && next.contains("x=a%26b") && next.contains("page=2"))
      let path = try #require(URLComponents(string: next))
      let second = try await collector.get("\(path.path)?\(path.percentEncodedQuery ?? "")")
      #expect(second.json["current_page"] as? Int == 2 && second.json["previous"] is String)
      let third = try await collector.get("/api/conversations/?page=3")
      #expect(Self.ids(third).count == 10 && third.json["next"] is NSNull)
    }
  }

  @Test func pagesBeyondTheListAreMissing() async throws {
    try await TestCollector.run { collector in
      #expect(Self.ids(try await collector.get("/api/conversations/?page=1")) == [])
      try await Self.fill(collector, 3)
      for page in ["2", "0", "-1", "x", "99999999999999999999"] {
        let answer = try await collector.get("/api/conversations/?page=\(page)")
        #expect(answer.status == 404 && answer.detail == "Invalid page.", "\(page)")
      }
    }
  }

  @Test func theSizeOfAPageIsCutToItsLimit() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector, 120)
      for (size, expected) in [("100", 100), ("500", 100), ("7", 7), ("0", 15), ("x", 15)] {
        let answer = try await collector.get("/api/conversations/?full=false&page_size=\(size)")
        #expect(Self.ids(answer).count == expected && answer.json["page_size"] as? Int == expected)
      }
      let all = try await collector.get("/api/conversations/?full=false&paginate=false")
      #expect((try JSONSerialization.jsonObject(with: Data(all.text.utf8)) as? [Any])?.count == 120)
    }
  }

  @Test func aRowCarriesItsTranscriptUnlessToldOtherwise() async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector, 2)
      let full = try await collector.get("/api/conversations/?conversation_id=c1")
      let row = try #require((full.json["results"] as? [[String: Any]])?.first)
      #expect((row["messages"] as? [[String: Any]])?.first?["content"] as? String == "question 1")
      let lean = try await collector.get("/api/conversations/?conversation_id=c1&full=false")
      let keys = try #require((lean.json["results"] as? [[String: Any]])?.first).keys
      #expect(
        Set(keys) == [
          "id", "agent", "conversation_id", "name", "customer_id", "customer_ip_address", "device",
          "language",
          "environment", "environment_id", "metadata", "started_at", "ended_at", "message_count",
          "feedback_count", "is_marked", "is_used", "is_deleted", "deleted_at", "geo_location",
        ])
    }
  }

  @Test(arguments: [
    ("conversation_id=c2", ["c2"]), ("device=desktop", ["c3", "c1"]), ("name=100%254", ["c4"]),
    ("name=1__%25", []), ("message_contains=TION%203", ["c3"]), ("search=question+1", ["c1"]),
    ("search=c0", ["c0"]),
    ("has_messages=false", []), ("has_action=false&device=mobile", ["c4", "c2", "c0"]),
    ("started_at_after=2026-01-31T12:03:00%2B00:00", ["c4", "c3"]),
    ("started_at_before=2026-01-31T12:00:00Z", ["c0"]), ("started_at_after=2026-02-01", []),
    ("env=prod&device=desktop", ["c3", "c1"]), ("environment=development", []),
    ("unknown=1&device=desktop", ["c3", "c1"]),
    ("ordering=started_at&device=desktop", ["c1", "c3"]), ("ordering=-id&device=desktop", ["c3", "c1"]),
    ("ordering=password&device=desktop", ["c3", "c1"]), ("customer_id=%27%20OR%201=1--", []),
  ])
  func filters(query: String, expected: [String]) async throws {
    try await TestCollector.run { collector in
      try await Self.fill(collector, 5)
      let answer = try await collector.get("/api/conversations/?" + query)
      #expect(Self.ids(answer) == expected, "\(answer.text.prefix(300))")
    }
  }

  @Test func aDatabaseOfCountriesTellsWherePeopleAre() async throws {
    try await TestCollector.run { collector in
      for (id, address) in [("known", "192.0.2.1"), ("unknown", "198.51.100.1")] {
        let batch = Batch().with(
          id, fields: #""customer_ip_address":"\#(address)""#, spans: [turn(1, [.question("q", at: 0)])])
        #expect(try await collector.ingest(batch.json).status == 200)
      }
      func locations() async throws -> [String: [String: Any]] {
        var locations: [String: [String: Any]] = [:]
        for row in [1, 2] {
          let detail = try await collector.get("/api/conversations/\(row)/").json
          locations[detail["conversation_id"] as? String ?? ""] = detail["geo_location"] as? [String: Any]
        }
        return locations
      }
      #expect(try await locations().isEmpty)
      try await collector.store.store.use(Countries(version: "1") { $0 == "192.0.2.1" ? "DE" : nil })
      let found = try await locations()
      #expect(found.count == 1 && found["known"]?["country"] as? String == "DE")
      #expect(found["known"]?["ip_address"] as? String == "192.0.2.1")
      #expect(found["known"]?["city"] is NSNull && found["known"]?["timezone_name"] is NSNull)
      let list = try await collector.get("/api/conversations/?full=false&conversation_id=known").text
      #expect(list.contains(#""country":"DE""#))
    }
  }

  @Test func anUnknownEnvironmentIsNoChoice() async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.get("/api/conversations/?env=staging")
      let expected =
        #"{"environment":["Select a valid choice. staging is not one of the available choices."]}"#
      #expect(answer.status == 400 && answer.text == expected)
    }
  }

  @Test func anotherTenantsRowsDoNotExist() async throws {
    try await TestCollector.run { collector in
      let batch = Batch().with(
        "canary", fields: #""name":"canary""#, spans: [turn(1, [.question("canary", at: 0)])])
      #expect(try await collector.ingest(batch.json).status == 200)
      let other = try collector.store.store.createKey(agent: "Other", client: "Other").text
      for path in [
        "/api/conversations/1/", "/api/conversations/", "/api/conversations/?conversation_id=canary",
        "/api/conversations/?search=canary&include_deleted=true", "/api/conversations/?paginate=false",
        "/api/me/",
      ] {
        #expect(!(try await collector.get(path, key: other)).text.contains("canary"), "\(path)")
      }
      let foreign = try await collector.get("/api/conversations/1/", key: other)
      let missing = try await collector.get("/api/conversations/999/", key: other)
      #expect(foreign.status == 404 && foreign.text == missing.text)
      #expect(try await collector.ingest(batch.json, key: other).json["accepted"] as? Int == 1)
      #expect(try await collector.get("/api/conversations/").json["count"] as? Int == 1)
    }
  }
}
