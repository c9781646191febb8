import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct FeedbackTests {
  /// Two conversations, c with a question and an answer, d in development.
  private static func fill(_ collector: TestCollector) async throws -> (pk: Int, message: Int) {
    let batch = Batch()
      .with("c", fields: #""name":"Parcel""#, spans: [turn(1, [.question("q", at: 0), .answer("a", at: 2)])])
      .with("d", fields: #""environment":"dev""#, spans: [turn(1, [.question("q", at: 1)])])
    #expect(try await collector.ingest(batch.json).status == 200)
    let list = try await collector.get("/api/conversations/?conversation_id=c")
    let row = try #require((list.json["results"] as? [[String: Any]])?.first)
    let messages = try #require(row["messages"] as? [[String: Any]])
    return (try #require(row["id"] as? Int), try #require(messages.last?["id"] as? Int))
  }

  private static func rows(_ answer: TestCollector.Answer) -> [[String: Any]] {
    answer.json["results"] as? [[String: Any]] ?? []
  }

  @Test func eachKindHasItsRow() async throws {
    try await TestCollector.run { collector in
      let (pk, message) = try await Self.fill(collector)
      let agent = try #require(try await collector.get("/api/me/").json["agent_id"] as? Int)
      let common: Set = [
        "id", "kind", "agent", "conversation", "conversation_id", "user", "environment", "environment_id",
        "sentiment", "source", "category", "comment", "metadata", "created_at",
      ]
      let onConversation = try await collector.post(
        "/api/feedbacks/",
        #"{"kind":"conversation","conversation":\#(pk),"sentiment":"positive","comment":"Thanks"}"#)
      #expect(onConversation.status == 201 && Set(onConversation.json.keys) == common)
      #expect(onConversation.json["conversation_id"] as? String == "c")
      let onAgent = try await collector.post(
        "/api/feedbacks/",
        #"{"kind":"agent","agent":\#(agent),"sentiment":"neutral","environment":"Dev "}"#)
      #expect(onAgent.status == 201 && onAgent.json["environment"] as? String == "development")
      #expect(onAgent.json["conversation"] is NSNull)
      let onMessage = try await collector.post(
        "/api/feedbacks/",
        #"{"kind":"message","message":\#(message),"sentiment":"negative","topic":"style","reason":"bold"}"#)
      #expect(Set(onMessage.json.keys) == common.union(["message", "topic", "reason"]))
      #expect(onMessage.status == 201 && onMessage.json["conversation"] as? Int == pk)
      let path = "/api/feedbacks/\(try #require(onConversation.json["id"] as? Int))/"
      let detail = try await collector.get(path).json
      #expect(Set(detail.keys) == common.union(["ticket"]) && detail["ticket"] is NSNull)
    }
  }

  @Test func aMessageHasOneVote() async throws {
    try await TestCollector.run { collector in
      let (_, message) = try await Self.fill(collector)
      func vote(_ members: String) async throws -> TestCollector.Answer {
        try await collector.post("/api/feedbacks/", #"{"kind":"message","message":\#(message),\#(members)}"#)
      }
      let first = try await vote(#""sentiment":"negative","comment":"no","topic":"style""#)
      let second = try await vote(#""sentiment":"positive""#)
      #expect(first.status == 201 && second.status == 200)
      #expect(first.json["id"] as? Int == second.json["id"] as? Int)
      #expect(second.json["sentiment"] as? String == "positive")
      // What the second one does not say stays as it was.
      #expect(second.json["topic"] as? String == "style" && second.json["comment"] as? String == "no")
      let row = try await collector.get("/api/track/\(message)/").json
      #expect((row["vote"] as? [String: Any])?["sentiment"] as? String == "positive")
      #expect(try await collector.get("/api/feedbacks/").json["count"] as? Int == 1)
    }
  }

  @Test func aFeedbackIsChangedAndRemoved() async throws {
    try await TestCollector.run { collector in
      let (_, message) = try await Self.fill(collector)
      let posted = try await collector.post(
        "/api/feedbacks/", #"{"kind":"conversation","conversation_id":"c","sentiment":"neutral"}"#)
      let path = "/api/feedbacks/\(try #require(posted.json["id"] as? Int))/"
      let patched = try await collector.send(.patch, path, #"{"sentiment":"positive","comment":"x"}"#)
      #expect(patched.status == 200 && patched.json["comment"] as? String == "x")
      for (body, field) in [
        (#"{"sentiment":"meh"}"#, "sentiment"), (#"{"topic":"t"}"#, "topic"),
        (#"{"environment":"dev"}"#, "environment"),
      ] {
        let refused = try await collector.send(.patch, path, body)
        #expect(refused.status == 400 && refused.json[field] is [String], "\(refused.text)")
      }
      let vote = try await collector.post(
        "/api/feedbacks/", #"{"kind":"message","message":\#(message),"sentiment":"neutral"}"#)
      let votePath = "/api/feedbacks/\(try #require(vote.json["id"] as? Int))/"
      #expect(
        try await collector.send(.patch, votePath, #"{"topic":"t"}"#).json["topic"] as? String == "t")
      #expect(try await collector.call(.delete, path).status == 204)
      #expect(try await collector.get(path).status == 404)
      #expect(try await collector.get("/api/feedbacks/").json["count"] as? Int == 1)
    }
  }

  @Test(arguments: [
    (#"{"sentiment":"positive","conversation_id":"c"}"#, "kind", 400),
    (#"{"kind":"product","sentiment":"positive"}"#, "kind", 400),
    (#"{"kind":"conversation","sentiment":"meh","conversation_id":"c"}"#, "sentiment", 400),
    (#"{"kind":"conversation","sentiment":"positive"}"#, "conversation_id", 400),
    (
      #"{"kind":"conversation","sentiment":"positive","conversation_id":"c","environment":"dev"}"#,
      "environment", 400
    ),
    (#"{"kind":"agent","sentiment":"positive","agent":77}"#, "agent", 400),
    (#"{"kind":"message","sentiment":"positive"}"#, "message", 400),
    (#"{"kind":"message","sentiment":"positive","message":77}"#, "detail", 404),
    (#"{"kind":"conversation","sentiment":"positive","conversation":77}"#, "detail", 404),
    (#"{"kind":"conversation","sentiment":"positive","conversation_id":"c","topic":"x"}"#, "topic", 400),
  ])
  func whatIsWrongIsNamed(body: String, field: String, status: Int) async throws {
    try await TestCollector.run { collector in
      _ = try await Self.fill(collector)
      let answer = try await collector.post("/api/feedbacks/", body)
      #expect(answer.status == status && answer.json[field] != nil, "\(answer.text)")
      #expect(try await collector.get("/api/feedbacks/").json["count"] as? Int == 0)
      if field == "sentiment" { #expect(answer.text == #"{"sentiment":["\"meh\" is not a valid choice."]}"#) }
    }
  }

  @Test(arguments: [
    ("", ["late", "dev", "good"]), ("kind=agent", ["late"]), ("kind=message", []),
    ("conversation_id=c", ["good"]),
    ("conversation=1", ["good"]), ("sentiment=negative", ["dev"]), ("env=dev", ["dev"]),
    ("has_comment=false", []), ("comment_contains=OO", ["good"]), ("search=parcel", ["good"]),
    ("agent=77", []), ("user=1", []), ("ordering=created_at", ["good", "dev", "late"]),
    ("ordering=sentiment", ["dev", "late", "good"]),
    ("created_at_after=2001-01-01", ["late", "dev", "good"]),
    ("created_at_before=2001-01-01", []), ("category=x", []), ("topic=x", []), ("message=1", []),
    ("page_size=1&page=3", ["good"]),
  ])
  func filters(query: String, expected: [String]) async throws {
    try await TestCollector.run { collector in
      _ = try await Self.fill(collector)
      let agent = try #require(try await collector.get("/api/me/").json["agent_id"] as? Int)
      for members in [
        #""kind":"conversation","conversation_id":"c","sentiment":"positive","comment":"good""#,
        #""kind":"conversation","conversation_id":"d","sentiment":"negative","comment":"dev""#,
        #""kind":"agent","agent":\#(agent),"sentiment":"neutral","comment":"late""#,
      ] {
        #expect(try await collector.post("/api/feedbacks/", "{\(members)}").status == 201)
      }
      let answer = try await collector.get("/api/feedbacks/?" + query)
      #expect(Self.rows(answer).map { $0["comment"] as? String } == expected, "\(answer.text)")
      #expect(answer.json["counts"] as? [String: Int] == ["all": answer.json["count"] as? Int ?? -1])
      #expect(Self.rows(answer).allSatisfy { $0["ticket"] == nil })
    }
  }

  @Test func ticketsOfFeedbackAreCounted() async throws {
    try await TestCollector.run { collector in
      _ = try await Self.fill(collector)
      for (index, status) in ["open", "done", nil].enumerated() {
        let posted = try await collector.post(
          "/api/feedbacks/",
          #"{"kind":"conversation","conversation_id":"c","sentiment":"negative","comment":"\#(index)"}"#)
        let id = try #require(posted.json["id"] as? Int)
        guard let status else { continue }
        _ = try await collector.post(
          "/api/tickets/", #"{"title":"t","feedback_id":\#(id),"status":"\#(status)"}"#)
      }
      let all = try await collector.get("/api/feedbacks/?include_tickets=true")
      #expect(all.json["count"] as? Int == 2 && Self.rows(all).allSatisfy { $0["ticket"] is [String: Any] })
      let counts = [
        "all": 2, "tickets": 2, "open_tickets": 1, "backlog": 0, "open": 1, "in_progress": 0,
        "in_review": 0, "done": 1, "closed": 0,
      ]
      #expect(all.json["counts"] as? [String: Int] == counts)
      // A status that is asked for narrows the list and not the counts.
      let done = try await collector.get(
        "/api/feedbacks/?include_tickets=1&ticket_status=done&ticket_status=closed")
      #expect(Self.rows(done).map { $0["comment"] as? String } == ["1"])
      #expect((done.json["counts"] as? [String: Int])?["open"] == 1)
      let refused = try await collector.get("/api/feedbacks/?has_ticket=true")
      let message = #"{"has_ticket":"Ticket filters need ?include_tickets=true on the API-key plane."}"#
      #expect(refused.status == 400 && refused.text == message)
      #expect(try await collector.get("/api/feedbacks/?kind=product").status == 403)
    }
  }
}
