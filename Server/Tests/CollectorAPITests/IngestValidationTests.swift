import Foundation
import TestSupport
import Testing

@Suite struct IngestValidationTests {
  static let good = turn(1, [.question("q", at: 0)])

  @Test(arguments: ["", "[]", "null", "nonsense", "{", #"{"conversations":[{]}"#, #"{"conversations":[]} x"#])
  func aBodyThatIsNoBatchIsRefused(body: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.ingest(body)
      #expect(answer.status == 400 && answer.detail != nil, "\(answer.text)")
    }
  }

  @Test(arguments: ["{}", #"{"conversations":null}"#, #"{"conversations":{}}"#, #"{"sdk":1}"#])
  func conversationsAreRequired(body: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.ingest(body)
      #expect(answer.status == 400 && answer.text == #"{"conversations":"This field is required."}"#)
    }
  }

  @Test(arguments: [
    (#""customer_id":"\#(String(repeating: "é", count: 256))""#, "customer_id", "255"),
    (#""name":7"#, "name", "string"),
    (#""customer_ip_address":"300.1.1.1""#, "customer_ip_address", "IPv4"),
    (#""customer_ip_address":"1.1.1.1\u0000""#, "customer_ip_address", "IPv4"),
    (#""environment":"staging""#, "environment", "Unknown environment: 'staging'."),
    (#""metadata":[1]"#, "metadata", "object"),
    (#""surprise":1"#, "surprise", "Unknown field."),
  ])
  func aWrongFieldIsNamed(member: String, field: String, message: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.ingest(Batch().with("c", fields: member, spans: [Self.good]).json)
      try expect(answer, names: field, saying: message)
    }
  }

  @Test(arguments: [
    ("000000000000ab", "0000000000000001", "span_id"),
    ("\"kind\":\"turn\"", "\"kind\":7", "kind"),
    ("2026-01-31T12:00:00+00:00\",\"ended_at", "yesterday\",\"ended_at", "started_at"),
    ("\"agentsight.message.sender\":\"end_user\"", "\"agentsight.message.sender\":\"cat\"", "sender"),
    ("\"agentsight.message.sender\":\"end_user\",", "", "sender"),
    ("\"0000000000000001\"", "\"000000000000000g\"", "span_id"),
    ("\"000000000000000000000000000000ff\"", "null", "trace_id"),
  ])
  func aWrongSpanIsNamed(text: String, replacement: String, message: String) async throws {
    try await TestCollector.run { collector in
      let spans = [turn(1, [.question("q", at: 0)]).replacing("\n", with: "")]
      let body = Batch().with("c", spans: spans).json.replacing(text, with: replacement)
      guard body != Batch().with("c", spans: spans).json else { return }
      try expect(try await collector.ingest(body), names: "spans", saying: message)
    }
  }

  @Test func whatIsUnknownInASpanIsStored() async throws {
    try await TestCollector.run { collector in
      let span = span(1, kind: "hologram", attributes: #""x":[1,{"y":null}]"#).replacing(
        "{\"span_id", with: "{\"new\":1,\"span_id")
      let answer = try await collector.ingest(Batch().with("c", spans: [span]).json)
      let rows = try collector.store.dump()
      #expect(answer.status == 200 && rows.contains { $0.contains("hologram") && $0.contains(#"\"new\":1"#) })
    }
  }

  @Test func oneWrongBlockRefusesTheBatch() async throws {
    try await TestCollector.run { collector in
      let batch = Batch()
        .with("good", spans: [Self.good])
        .with("bad", fields: #""name":7,"device":8"#, spans: [Self.good])
      let answer = try await collector.ingest(batch.json)
      #expect(answer.status == 400)
      #expect(answer.detail?.hasPrefix("1 of 2 conversation blocks failed validation.") == true)
      let blocks = try #require(answer.json["conversations"] as? [[String: Any]])
      #expect(blocks.count == 1 && blocks[0]["index"] as? Int == 1)
      #expect(blocks[0]["conversation_id"] as? String == "bad")
      let errors = try #require(blocks[0]["errors"] as? [String: [String]])
      #expect(Set(errors.keys) == ["name", "device"])
      #expect(answer.json["truncated"] == nil)
      #expect(try await collector.get("/api/conversations/").json["count"] as? Int == 0)
    }
  }

  @Test func atMostTwentyBlocksAreListed() async throws {
    try await TestCollector.run { collector in
      var batch = Batch()
      for index in 0..<30 { batch = batch.with("c\(index)", fields: #""name":7"#, spans: []) }
      let answer = try await collector.ingest(batch.json)
      #expect((answer.json["conversations"] as? [Any])?.count == 20)
      #expect(answer.json["truncated"] as? Bool == true)
      #expect(answer.detail?.hasPrefix("30 of 30 ") == true)
    }
  }

  @Test(arguments: [
    #"{"spans":[]}"#, #"{"conversation_id":"","spans":[]}"#, #"{"conversation_id":null,"spans":[]}"#,
  ])
  func aConversationNeedsAnId(block: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.ingest(#"{"conversations":[\#(block)]}"#)
      try expect(answer, names: "conversation_id", saying: "required")
      #expect((answer.json["conversations"] as? [[String: Any]])?.first?["conversation_id"] is NSNull)
    }
  }
}

private func expect(_ answer: TestCollector.Answer, names field: String, saying message: String) throws {
  #expect(answer.status == 400, "\(answer.text)")
  let blocks = try #require(answer.json["conversations"] as? [[String: Any]])
  let errors = try #require(blocks.first?["errors"] as? [String: [String]])
  let messages = try #require(errors[field], "\(answer.text)")
  #expect(messages.contains { $0.contains(message) }, "\(messages)")
}
