import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct ConversationPostTests {
  private static let path = "/api/conversations/"

  @Test func aConversationIsMadeAndComesBack() async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.post(
        Self.path,
        #"""
        {"conversation_id":"c","customer_id":"k","customer_ip_address":"::1","device":"mobile","name":"N",
        "language":"en","environment":"dev","metadata":{"a":[1]},"is_used":true,
        "timestamp":"2026-01-31T12:00:00+00:00"}
        """#)
      #expect(answer.status == 201)
      let row = answer.json
      #expect(row["id"] is Int && row["conversation_id"] as? String == "c")
      #expect(row["customer_ip_address"] as? String == "::1")
      #expect(row["environment"] as? String == "development" && row["is_used"] as? Bool == true)
      #expect(row["started_at"] as? String == "2026-01-31T12:00:00.000000Z")
      #expect(row["metadata"] as? [String: [Int]] == ["a": [1]])
      let detail = try await collector.get("\(Self.path)\(try #require(row["id"] as? Int))/")
      #expect(detail.json["name"] as? String == "N")
    }
  }

  @Test func aSecondCallFillsWhatIsEmptyAndReplacesNothing() async throws {
    try await TestCollector.run { collector in
      let first = try await collector.post(
        Self.path, #"{"conversation_id":"c","name":"First","is_used":true,"environment":"prod"}"#)
      let second = try await collector.post(
        Self.path,
        #"{"conversation_id":"c","name":"Second","device":"mobile","is_used":false,"environment":"dev"}"#)
      #expect(first.status == 201 && second.status == 200)
      #expect(second.json["id"] as? Int == first.json["id"] as? Int)
      #expect(second.json["name"] as? String == "First" && second.json["device"] as? String == "mobile")
      #expect(second.json["is_used"] as? Bool == true)
      #expect(second.json["environment"] as? String == "production")
    }
  }

  @Test func aVisitIsNotUsedUntilSomebodySpeaks() async throws {
    try await TestCollector.run { collector in
      let visit = try await collector.post(Self.path, #"{"conversation_id":"c","is_used":false}"#)
      #expect(visit.json["is_used"] as? Bool == false)
      let used = try await collector.post(Self.path, #"{"conversation_id":"c","is_used":true}"#)
      #expect(used.json["is_used"] as? Bool == true)
    }
  }

  @Test func anEnvironmentThatNobodyMadeIsMade() async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.post(
        Self.path, #"{"conversation_id":"c","environment":" Staging "}"#)
      #expect(answer.status == 201 && answer.json["environment"] as? String == "staging")
      let listed = try await collector.get(Self.path + "?env=staging")
      #expect(listed.json["count"] as? Int == 1)
    }
  }

  @Test(arguments: [
    (#"{}"#, "conversation_id"), (#"{"conversation_id":" "}"#, "conversation_id"),
    (#"{"conversation_id":7}"#, "conversation_id"),
    (#"{"conversation_id":"c","customer_ip_address":"1.2.3"}"#, "customer_ip_address"),
    (#"{"conversation_id":"c","metadata":[]}"#, "metadata"),
    (#"{"conversation_id":"c","timestamp":"noon"}"#, "timestamp"), (#"[]"#, "detail"), (#"{"#, "detail"),
  ])
  func whatIsWrongIsNamed(body: String, field: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.post(Self.path, body)
      #expect(answer.status == 400 && answer.json[field] != nil, "\(answer.text)")
      #expect(try await collector.get(Self.path).json["count"] as? Int == 0)
    }
  }

  @Test func aLookupTellsTheRowToWritersOnly() async throws {
    try await TestCollector.run { collector in
      let id = try await collector.post(Self.path, #"{"conversation_id":"a b+"}"#).json["id"] as? Int
      let path = Self.path + "lookup/?conversation_id=a%20b%2B"
      let answer = try await collector.get(path)
      #expect(answer.json["id"] as? Int == id && answer.json["conversation_id"] as? String == "a b+")
      #expect(try await collector.get(Self.path + "lookup/?conversation_id=x").status == 404)
      #expect(try await collector.get(Self.path + "lookup/").status == 404)
      let reader = try collector.store.store.createKey(agent: "Shop", role: .read).text
      #expect(try await collector.get(path, key: reader).status == 403)
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      #expect(try await collector.get(path, key: stranger).status == 404)
    }
  }
}
