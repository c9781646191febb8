import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import TestSupport
import Testing

@Suite struct IdempotencyTests {
  private static func post(
    _ collector: TestCollector, _ path: String, _ body: String, id: String, key: String? = nil
  ) async throws -> TestCollector.Answer {
    try await collector.call(
      .post, path, key: key, headers: [HTTPField.Name("Idempotency-Key")!: id], body: Array(body.utf8))
  }

  @Test(arguments: [
    ("/api/tickets/", #"{"title":"t","priority":"low"}"#, #"{"priority":"low", "title":"t"}"#, "tickets"),
    ("/api/tickets/1/comments/", #"{"body":"b"}"#, #"{ "body":"b" }"#, "ticket_comments"),
    ("/api/actions/", #"{"name":"n"}"#, #"{"name": "n"}"#, "actions"),
    (
      "/api/feedbacks/", #"{"kind":"conversation","conversation_id":"c","sentiment":"positive"}"#,
      #"{"sentiment":"positive","kind":"conversation","conversation_id":"c"}"#, "feedbacks"
    ),
  ])
  func aRepeatChangesNothing(path: String, body: String, again: String, table: String) async throws {
    try await TestCollector.run { collector in
      _ = try await collector.post("/api/conversations/", #"{"conversation_id":"c"}"#)
      _ = try await collector.post("/api/tickets/", #"{"title":"first"}"#)
      let first = try await Self.post(collector, path, body, id: "k1")
      #expect(first.status == 201, "\(first.text)")
      let before = try collector.store.dump()
      let answers = try await withThrowingTaskGroup(of: TestCollector.Answer.self) { group in
        for _ in 0..<16 { group.addTask { try await Self.post(collector, path, again, id: "\"k1\"") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.allSatisfy { $0.status == 200 && $0.text == first.text })
      #expect(try collector.store.dump() == before)
      let other = try await Self.post(
        collector, path, body.replacingOccurrences(of: "}", with: #","extra":1}"#), id: "k1")
      #expect(other.status == 422 && other.detail != nil, "\(other.text)")
      #expect(try collector.store.dump() == before)
      let rows = before.filter { $0.hasPrefix("\(table):") }.count
      let second = try await Self.post(
        collector, path, body.replacingOccurrences(of: #""n""#, with: #""m""#), id: "k2")
      #expect(second.status == 201)
      #expect(try collector.store.dump().filter { $0.hasPrefix("\(table):") }.count == rows + 1)
    }
  }

  @Test func keysOfTwoAgentsHaveNothingToDoWithEachOther() async throws {
    try await TestCollector.run { collector in
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      let body = #"{"title":"t"}"#
      let first = try await Self.post(collector, "/api/tickets/", body, id: "k")
      let second = try await Self.post(collector, "/api/tickets/", body, id: "k", key: stranger)
      #expect(first.status == 201 && second.status == 201)
      #expect(first.json["id"] as? Int != second.json["id"] as? Int)
    }
  }

  @Test(arguments: ["", "\"\"", String(repeating: "k", count: 256)])
  func aKeyThatIsNoneIsRefused(key: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await Self.post(collector, "/api/tickets/", #"{"title":"t"}"#, id: key)
      #expect(answer.status == 400 && answer.detail?.contains("Idempotency-Key") == true)
    }
  }
}
