import CollectorStore
import Foundation
import HTTPTypes
import TestSupport
import Testing

@Suite struct TicketTests {
  private static func pk(_ collector: TestCollector, _ id: String = "c") async throws -> Int {
    let answer = try await collector.post("/api/conversations/", #"{"conversation_id":"\#(id)"}"#)
    return try #require(answer.json["id"] as? Int)
  }

  private static func titles(_ answer: TestCollector.Answer) -> [String] {
    (answer.json["results"] as? [[String: Any]] ?? []).compactMap { $0["title"] as? String }
  }

  @Test func aTicketIsFiledReadChangedAndRemoved() async throws {
    try await TestCollector.run { collector in
      let pk = try await Self.pk(collector)
      let posted = try await collector.post(
        "/api/tickets/",
        #"{"title":" Refund ","priority":"high","tags":["a "," b","a"],"environment":"DEV","conversation_id":\#(pk)}"#
      )
      #expect(posted.status == 201, "\(posted.text)")
      #expect(
        Set(posted.json.keys) == [
          "id", "agent", "title", "status", "priority", "tags", "environment", "environment_id",
          "conversation", "feedback", "comments", "comments_count", "created_at", "updated_at",
        ])
      #expect(posted.json["title"] as? String == "Refund" && posted.json["status"] as? String == "open")
      #expect(posted.json["tags"] as? [String] == ["a", "b"])
      #expect(posted.json["environment"] as? String == "development")
      let subject = try #require(posted.json["conversation"] as? [String: Any])
      #expect(subject["id"] as? Int == pk && subject["conversation_id"] as? String == "c")
      let path = "/api/tickets/\(try #require(posted.json["id"] as? Int))/"
      #expect(try await collector.get(path).text == posted.text)
      let patched = try await collector.send(.patch, path, #"{"status":"in_review","tags":[]}"#)
      #expect(patched.json["status"] as? String == "in_review" && patched.json["tags"] as? [String] == [])
      #expect(patched.json["priority"] as? String == "high")
      let refused = try await collector.send(.patch, path, #"{"environment":"production"}"#)
      #expect(refused.status == 400 && refused.json["environment"] is [String])
      let deleted = try await collector.call(.delete, path)
      #expect(deleted.status == 204 && deleted.bytes.isEmpty)
      #expect(try await collector.get(path).status == 404)
      #expect(try await collector.call(.delete, path).status == 404)
    }
  }

  @Test func commentsAreAThread() async throws {
    try await TestCollector.run { collector in
      let ticket = try #require(
        try await collector.post("/api/tickets/", #"{"title":"t"}"#).json["id"] as? Int)
      let path = "/api/tickets/\(ticket)/comments/"
      for body in ["one", "two", "three"] {
        let answer = try await collector.post(path, #"{"body":"\#(body)","role":"dev","author":"Mallory"}"#)
        #expect(answer.status == 201 && answer.json["role"] as? String == "agent")
        #expect(answer.json["author"] as? String == "Shop")
      }
      let page = try await collector.get(path + "?page_size=2")
      let rows = try #require(page.json["results"] as? [[String: Any]])
      #expect(page.json["count"] as? Int == 3 && rows.map { $0["body"] as? String } == ["one", "two"])
      let whole = try await collector.get("/api/tickets/\(ticket)/").json
      #expect(whole["comments_count"] as? Int == 3 && (whole["comments"] as? [Any])?.count == 3)
      #expect(try await collector.post(path, #"{"body":" "}"#).json["body"] is [String])
      #expect(try await collector.post("/api/tickets/99/comments/", #"{"body":"x"}"#).status == 404)
      #expect(try await collector.get("/api/tickets/99/comments/").status == 404)
    }
  }

  @Test(arguments: [
    ("", ["three", "two", "one"]), ("status=closed", ["two"]), ("status=closed&status=open", ["two", "one"]),
    ("priority=low", ["three"]), ("conversation_id=c", ["one"]), ("conversation=1", ["one"]),
    ("has_conversation=false", ["three", "two"]), ("has_feedback=true", []), ("tags=x,%20y", ["two", "one"]),
    ("tags=z", []), ("search=TW", ["two"]), ("search=%25", []), ("ordering=title", ["one", "three", "two"]),
    ("ordering=priority", ["three", "one", "two"]), ("ordering=-status", ["two", "three", "one"]),
    ("created_at_after=2001-01-01", ["three", "two", "one"]), ("updated_at_before=2001-01-01", []),
    ("environment=nowhere", ["three", "two", "one"]), ("page_size=1&page=2", ["two"]),
  ])
  func filters(query: String, expected: [String]) async throws {
    try await TestCollector.run { collector in
      let pk = try await Self.pk(collector)
      for members in [
        #""title":"one","tags":["x"],"conversation_id":\#(pk)"#,
        #""title":"two","status":"closed","tags":["y","x"],"priority":"high""#,
        #""title":"three","status":"in_progress","priority":"low""#,
      ] {
        #expect(try await collector.post("/api/tickets/", "{\(members)}").status == 201)
      }
      let answer = try await collector.get("/api/tickets/?" + query)
      #expect(Self.titles(answer) == expected, "\(answer.text)")
    }
  }

  @Test(arguments: [
    ("{}", "title"), (#"{"title":" "}"#, "title"), (#"{"title":"t","status":"new"}"#, "status"),
    (#"{"title":"t","priority":"urgent"}"#, "priority"), (#"{"title":"t","tags":"a"}"#, "tags"),
    (#"{"title":"t","tags":[1]}"#, "tags"), (#"{"title":"t","environment":"x"}"#, "environment"),
    (#"{"title":"t","conversation_id":77}"#, "conversation_id"),
    (#"{"title":"t","conversation_id":"c"}"#, "conversation_id"),
    (#"{"title":"t","feedback_id":77}"#, "feedback_id"),
  ])
  func whatIsWrongIsNamed(body: String, field: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.post("/api/tickets/", body)
      #expect(answer.status == 400 && answer.json[field] is [String], "\(answer.text)")
      #expect(try await collector.get("/api/tickets/").json["count"] as? Int == 0)
    }
  }

  @Test func aTicketFromAFeedbackIsAboutItsConversation() async throws {
    try await TestCollector.run { collector in
      let pk = try await Self.pk(collector)
      _ = try await Self.pk(collector, "other")
      let feedback = try await collector.post(
        "/api/feedbacks/", #"{"kind":"conversation","conversation_id":"c","sentiment":"negative"}"#)
      let id = try #require(feedback.json["id"] as? Int)
      let ticket = try await collector.post("/api/tickets/", #"{"title":"t","feedback_id":\#(id)}"#)
      #expect((ticket.json["conversation"] as? [String: Any])?["id"] as? Int == pk, "\(ticket.text)")
      #expect((ticket.json["feedback"] as? [String: Any])?["sentiment"] as? String == "negative")
      // The conversation shows its tickets, and lists can be narrowed to those that have some.
      let detail = try await collector.get("/api/conversations/\(pk)/").json
      #expect((detail["tickets"] as? [[String: Any]])?.first?["title"] as? String == "t")
      for query in ["include_tickets=yes&full=false", "include_tickets=1"] {
        let list = try await collector.get("/api/conversations/?\(query)")
        let rows = try #require(list.json["results"] as? [[String: Any]])
        #expect(list.json["count"] as? Int == 1 && (rows.first?["tickets"] as? [Any])?.count == 1)
      }
      #expect(try await collector.get("/api/conversations/?include_tickets=off").json["count"] as? Int == 2)
      #expect(try await collector.get("/api/conversations/?include_tickets=perhaps").status == 400)
      // What becomes of the feedback is no reason to lose the ticket.
      #expect(try await collector.call(.delete, "/api/feedbacks/\(id)/").status == 204)
      let kept = try await collector.get("/api/tickets/\(try #require(ticket.json["id"] as? Int))/")
      #expect(kept.status == 200 && kept.json["feedback"] is NSNull)
    }
  }
}
