import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct ManagementTests {
  /// A conversation with one message, and its path.
  private static func make(_ collector: TestCollector) async throws -> String {
    let turns = [turn(1, [.question("q", at: 0)])]
    let batch = Batch().with("c", fields: #""name":"Old","metadata":{"a":1}"#, spans: turns)
    #expect(try await collector.ingest(batch.json).status == 200)
    let id = try await collector.get("/api/conversations/lookup/?conversation_id=c").json["id"] as? Int
    return "/api/conversations/\(try #require(id))/"
  }

  @Test func aConversationIsMarkedAndRenamed() async throws {
    try await TestCollector.run { collector in
      let path = try await Self.make(collector)
      let marked = try await collector.send(.post, path + "mark/", #"{"is_marked":true}"#)
      #expect(Set(marked.json.keys) == ["id", "conversation_id", "is_marked"])
      #expect(try await collector.get("/api/conversations/?is_marked=true").json["count"] as? Int == 1)
      _ = try await collector.send(.post, path + "mark/", #"{"is_marked":false}"#)
      #expect(try await collector.get("/api/conversations/?is_marked=true").json["count"] as? Int == 0)
      let renamed = try await collector.send(.patch, path + "rename/", #"{"name":"  New name "}"#)
      #expect(renamed.json["name"] as? String == "New name")
      #expect(renamed.json["conversation_id"] as? String == "c")
      for (verb, body, detail) in [
        ("mark/", "{}", "Missing field 'is_marked'."), ("rename/", "{}", "Field 'name' cannot be empty."),
        ("rename/", #"{"name":"  "}"#, "Field 'name' cannot be empty."),
      ] {
        let answer = try await collector.send(verb == "mark/" ? .post : .patch, path + verb, body)
        #expect(answer.status == 400 && answer.detail == detail)
      }
    }
  }

  @Test func anUpdateTellsWhatItChangedAndAResendDoesNotTakeItBack() async throws {
    try await TestCollector.run { collector in
      let path = try await Self.make(collector)
      let answer = try await collector.send(
        .patch, path + "update/", #"{"name":"New","metadata":{"b":[2]},"is_marked":true,"unknown":1}"#)
      #expect(answer.json["updated_fields"] as? [String] == ["name", "is_marked", "metadata"])
      #expect(answer.json["metadata"] as? [String: [Int]] == ["b": [2]] && answer.json["device"] == nil)
      _ = try await Self.make(collector)
      let row = try await collector.get(path).json
      #expect(row["name"] as? String == "New" && row["metadata"] as? [String: [Int]] == ["b": [2]])
    }
  }

  @Test(arguments: ["", "delete/"])
  func aDeletedConversationIsHiddenFromListsAlone(verb: String) async throws {
    try await TestCollector.run { collector in
      let path = try await Self.make(collector)
      let deleted = try await collector.call(.delete, path + verb)
      #expect(deleted.status == 200 && deleted.json["is_deleted"] as? Bool == true)
      #expect(try await collector.call(.delete, path + verb).text == deleted.text)
      #expect(try await collector.get("/api/conversations/").json["count"] as? Int == 0)
      let all = try await collector.get("/api/conversations/?include_deleted=true")
      #expect(all.json["count"] as? Int == 1)
      let row = try await collector.get(path).json
      #expect(row["deleted_at"] as? String == deleted.json["deleted_at"] as? String)
    }
  }

  @Test func feedbackStandsWithItsConversation() async throws {
    try await TestCollector.run { collector in
      let path = try await Self.make(collector)
      let pk = try #require(try await collector.get(path).json["id"] as? Int)
      let bodies = [
        #"{"conversation_id":"c","sentiment":"positive","comment":"good","metadata":{"a":1}}"#,
        #"{"conversation":\#(pk),"sentiment":"negative"}"#,
      ]
      for body in bodies {
        let answer = try await collector.post("/api/conversation-feedbacks/", body)
        #expect(answer.status == 201 && answer.json["source"] as? String == "customer", "\(answer.text)")
        #expect(answer.json["conversation"] as? Int == pk)
      }
      let row = try await collector.get(path).json
      #expect(row["feedback_count"] as? Int == 2)
      let sentiments = (row["feedbacks"] as? [[String: Any]])?.map { $0["sentiment"] as? String }
      #expect(sentiments == ["negative", "positive"])
      for (query, count) in [
        ("has_feedback=true", 1), ("has_feedback=false", 0), ("feedback_sentiment=negative", 1),
        ("feedback_sentiment=neutral", 0), ("feedback_source=customer", 1), ("feedback_source=platform", 0),
      ] {
        let list = try await collector.get("/api/conversations/?" + query)
        #expect(list.json["count"] as? Int == count, "\(query)")
      }
      let missing = #"{"conversation_id":"unknown","sentiment":"neutral"}"#
      #expect(try await collector.post("/api/conversation-feedbacks/", missing).status == 404)
    }
  }

  @Test func strangersAndReadersChangeNothing() async throws {
    try await TestCollector.run { collector in
      let path = try await Self.make(collector)
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      let reader = try collector.store.store.createKey(agent: "Shop", role: .read).text
      let before = try collector.store.dump()
      for (key, status) in [(stranger, 404), (reader, 403)] {
        let pk = path.split(separator: "/").last ?? ""
        let feedback = #"{"conversation":\#(pk),"sentiment":"neutral"}"#
        let answers = [
          try await collector.send(.post, path + "mark/", #"{"is_marked":true}"#, key: key),
          try await collector.send(.patch, path + "rename/", #"{"name":"x"}"#, key: key),
          try await collector.send(.patch, path + "update/", #"{"name":"x"}"#, key: key),
          try await collector.call(.delete, path + "delete/", key: key),
          try await collector.call(.delete, path, key: key),
          try await collector.post("/api/conversation-feedbacks/", feedback, key: key),
        ]
        #expect(answers.map(\.status) == Array(repeating: status, count: answers.count))
      }
      #expect(try collector.store.dump() == before)
    }
  }
}
