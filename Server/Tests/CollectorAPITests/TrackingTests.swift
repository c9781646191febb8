import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct TrackingTests {
  static func at(_ second: Int) -> String { #""timestamp":"\#(time(second))""# }

  static func conversation(_ collector: TestCollector, _ id: String = "c") async throws -> [String: Any] {
    let list = try await collector.get("/api/conversations/?conversation_id=\(id)")
    return try #require((list.json["results"] as? [[String: Any]])?.first, "\(list.text)")
  }

  static func tokens(_ collector: TestCollector) async throws -> [String: Int] {
    let usage = try await conversation(collector)["token_usage"] as? [String: Any]
    return try #require(usage?["totals"] as? [String: Int])
  }

  @Test func aConversationIsTrackedItemByItem() async throws {
    try await TestCollector.run { collector in
      let base = #""conversation_id":"c","conversation":null"#
      let answers = [
        try await collector.post(
          "/api/track/",
          #"{\#(base),"content":"Where?","sender":"end_user","metadata":{"a":1},\#(Self.at(0))}"#),
        try await collector.post(
          "/api/action_logs/",
          #"""
          {\#(base),"action_name":"search","metadata":{},"tools_used":{"q":1},"duration_ms":1500,
          "response":"found","error_msg":"slow",\#(Self.at(1))}
          """#),
        try await collector.post(
          "/api/track/", #"{\#(base),"content":"There.","sender":"agent","metadata":null,\#(Self.at(3))}"#),
        try await collector.post(
          "/api/buttons/", #"{\#(base),"button_event":"e","label":"l","value":"v",\#(Self.at(4))}"#),
      ]
      #expect(answers.map(\.status) == [201, 201, 201, 201], "\(answers.map(\.text))")
      #expect(answers.allSatisfy { $0.json["id"] is Int })
      #expect(answers[0].json["metadata"] as? [String: Int] == ["a": 1])
      #expect(answers[1].json["error_message"] as? String == "slow")
      #expect(answers[1].json["ended_at"] as? String == "2026-01-31T12:00:02.500000Z")
      let row = try await Self.conversation(collector)
      #expect(row["is_used"] as? Bool == true && row["message_count"] as? Int == 2)
      let messages = try #require(row["messages"] as? [[String: Any]])
      let contents = messages.map { $0["content"] as? String }
      #expect(contents == ["Where?", "Action search performed", "There."])
      #expect(messages.first?["id"] as? Int == answers[0].json["id"] as? Int)
      let spans = try collector.store.dump().filter { $0.hasPrefix("buttons:") }
      #expect(spans.count == 1)
    }
  }

  static let bodies = [
    ("/api/track/", #""content":"yes","sender":"end_user""#),
    ("/api/action_logs/", #""action_name":"search""#),
    ("/api/buttons/", #""button_event":"e","label":"l","value":"v""#),
    ("/api/action_logs/", #""action_name":"token_usage","metadata":{"prompt_tokens":5}"#),
    ("/api/conversation-feedbacks/", #""sentiment":"positive""#),
  ]

  @Test(arguments: bodies)
  func aResendIsStoredOnce(path: String, members: String) async throws {
    try await TestCollector.run { collector in
      let pk = try await collector.post("/api/conversations/", #"{"conversation_id":"c"}"#).json["id"] ?? 0
      let body = #"{"conversation_id":"c",\#(members),"conversation":\#(pk),\#(Self.at(0))}"#
      let first = try await collector.post(path, body)
      let before = try collector.store.dump()
      // The same again, and once more by a client that spells it otherwise.
      for body in [body, #"{ \#(Self.at(0)), "conversation":"\#(pk)", \#(members),"conversation_id":"c"}"#] {
        let again = try await collector.post(path, body)
        #expect(first.status == 201 && again.status == 200 && again.text == first.text)
      }
      #expect(try collector.store.dump() == before)
      let later = try await collector.post(path, #"{"conversation_id":"c",\#(members),\#(Self.at(1))}"#)
      #expect(later.status == 201)
      for _ in 0..<2 {
        // Without a time nobody can tell a resend from somebody who says it again.
        #expect(try await collector.post(path, #"{"conversation_id":"c",\#(members)}"#).status == 201)
      }
    }
  }

  @Test func theIncreaseOfTheCountersIsBooked() async throws {
    try await TestCollector.run { collector in
      func show(_ prompt: Int, _ completion: Int, at second: Int) async throws {
        let counts = #"{"prompt_tokens":\#(prompt),"completion_tokens":\#(completion),"total_tokens":9}"#
        let answer = try await collector.post(
          "/api/action_logs/",
          #"{"conversation_id":"c","action_name":"token_usage","metadata":\#(counts),\#(Self.at(second))}"#)
        #expect(answer.status == 201 && answer.json["id"] is Int)
      }
      try await show(100, 10, at: 0)
      try await show(180, 30, at: 20)
      #expect(try await Self.tokens(collector)["prompt_tokens"] == 180)
      // One that arrives late changes nothing, since the counters passed through it.
      try await show(150, 20, at: 10)
      #expect(try await Self.tokens(collector)["completion_tokens"] == 30)
      // A new process starts at zero.
      try await show(7, 1, at: 30)
      let expected = ["prompt_tokens": 187, "completion_tokens": 31, "total_tokens": 218]
      #expect(try await Self.tokens(collector) == expected)
      #expect((try await Self.conversation(collector)["messages"] as? [Any])?.isEmpty == true)
    }
  }

  @Test(arguments: [
    ("/api/track/", #""sender":"agent""#, "content"),
    ("/api/track/", #""content":" ","sender":"agent""#, "content"),
    ("/api/track/", #""content":"a""#, "sender"), ("/api/track/", #""content":"a","sender":"x""#, "sender"),
    ("/api/track/", #""content":"a","sender":"agent","metadata":[]"#, "metadata"),
    ("/api/action_logs/", #""action_name":"""#, "action_name"), ("/api/buttons/", #""label":"a""#, "value"),
    ("/api/conversation-feedbacks/", #""sentiment":"meh""#, "sentiment"),
  ])
  func whatIsWrongIsNamed(path: String, members: String, field: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.post(path, #"{"conversation_id":"c",\#(members),\#(Self.at(0))}"#)
      #expect(answer.status == 400 && answer.json[field] is [String], "\(answer.text)")
      let nameless = try await collector.post(path, "{\(members)}")
      #expect(nameless.json["conversation_id"] is [String])
      #expect(try await collector.get("/api/conversations/").json["count"] as? Int == 0)
    }
  }

  @Test func aLoneSurrogateAndUnreadableTimesDoNoHarm() async throws {
    try await TestCollector.run { collector in
      let body = #"""
        {"conversation_id":"c","content":"a\ud800b","sender":"agent","timestamp":"2026-01-31T12:00:00"}
        """#
      let message = try await collector.post("/api/track/", body)
      #expect(message.json["content"] as? String == "a\u{FFFD}b")
      #expect(message.json["timestamp"] as? String == "2026-01-31T12:00:00.000000Z")
      let action = try await collector.post(
        "/api/action_logs/",
        #"{"conversation_id":"c","action_name":"a","started_at":"soon","duration_ms":1e300,\#(Self.at(1))}"#)
      #expect(action.status == 201 && action.json["started_at"] as? String == "2026-01-31T12:00:01.000000Z")
    }
  }

  @Test func aMessageIsReadAndItsMetadataReplaced() async throws {
    try await TestCollector.run { collector in
      let posted = try await collector.post(
        "/api/track/", #"{"conversation_id":"c","content":"a","sender":"agent","metadata":{"a":1}}"#)
      let path = "/api/track/\(try #require(posted.json["id"] as? Int))/"
      #expect(try await collector.get(path).text == posted.text)
      let patched = try await collector.send(.patch, path, #"{"metadata":{"b":2}}"#)
      #expect(patched.json["metadata"] as? [String: Int] == ["b": 2])
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      #expect(try await collector.get(path, key: stranger).status == 404)
      #expect(try await collector.send(.patch, path, #"{"metadata":{}}"#, key: stranger).status == 404)
      #expect(try await collector.get("/api/track/999/").status == 404)
      #expect(try await collector.get(path).text == patched.text)
    }
  }
}
