import CollectorStore
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Spans of OpenTelemetry's GenAI conventions, in both encodings.
@Suite struct OTLPTests {
  private static let trace = "0af7651916cd43dd8448eb211c80319c"

  private static func attribute(_ key: String, _ value: String) -> String {
    #"{"key":"\#(key)","value":\#(value)}"#
  }

  private static func text(_ key: String, _ value: String) -> String {
    attribute(key, #"{"stringValue":\#(quoted(value))}"#)
  }

  private static func count(_ key: String, _ value: Int) -> String {
    attribute(key, #"{"intValue":"\#(value)"}"#)
  }

  /// A span from one second after noon to another.
  private static func span(
    _ id: Int, _ operation: String, from start: Int, to end: Int, status: Int = 0, _ attributes: [String]
  ) -> String {
    let noon = 1_769_860_800
    let all = [text("gen_ai.operation.name", operation), text("gen_ai.conversation.id", "c")] + attributes
    return #"""
      {"traceId":"\#(trace.uppercased())","spanId":"\#(spanID(id))","parentSpanId":"","name":"\#(operation)",
      "startTimeUnixNano":"\#(noon + start)123456789","endTimeUnixNano":\#(noon + end)123456789,
      "status":{"code":\#(status),"message":"went wrong"},"attributes":[\#(all.joined(separator: ","))],
      "unknown":[{"a":1}]}
      """#
  }

  private static func request(_ spans: [String]) -> String {
    let resource = [text("deployment.environment.name", "dev"), text("service.name", "shop")]
    return #"""
      {"resourceSpans":[{"resource":{"attributes":[\#(resource.joined(separator: ","))]},
      "scopeSpans":[{"scope":{"name":"instrumentation","version":"1"},"spans":[\#(spans.joined(separator: ","))]}]}]}
      """#
  }

  private static func input(_ messages: String...) -> String {
    text("gen_ai.input.messages", "[" + messages.joined(separator: ",") + "]")
  }

  private static func said(_ role: String, _ text: String) -> String {
    #"{"role":"\#(role)","parts":[{"type":"text","content":\#(quoted(text))}]}"#
  }

  /// A question, a model that asks for a tool, the tool, and the model's answer.
  private static let exchange = [
    span(
      1, "chat", from: 0, to: 1,
      [
        text("gen_ai.request.model", "gpt-4o"), text("gen_ai.response.model", "gpt-4o-2024-08-06"),
        count("gen_ai.usage.input_tokens", 1000), count("gen_ai.usage.output_tokens", 500),
        count("gen_ai.usage.cache_read.input_tokens", 400),
        input(said("system", "Be kind"), said("user", "Where is my parcel?")),
        text(
          "gen_ai.output.messages",
          #"[{"role":"assistant","parts":[{"type":"tool_call","name":"x"}],"finish_reason":"tool_call"}]"#),
      ]),
    span(
      2, "execute_tool", from: 1, to: 2,
      [
        text("gen_ai.tool.name", "lookup"), text("gen_ai.tool.call.arguments", #"{"number":42}"#),
        text("gen_ai.tool.call.result", "Vienna"),
      ]),
    span(
      3, "chat", from: 2, to: 4,
      [
        text("gen_ai.request.model", "gpt-4o"), count("gen_ai.usage.input_tokens", 10),
        count("gen_ai.usage.output_tokens", 5), text("user.id", "k1"),
        input(said("user", "Where is my parcel?"), said("assistant", ""), said("tool", "Vienna")),
        text("gen_ai.output.messages", "[" + said("assistant", "In Vienna.") + "]"),
      ]),
    span(
      4, "invoke_agent", from: 0, to: 4, status: 1,
      [
        input(said("user", "Where is my parcel?")),
        text("gen_ai.output.messages", "[" + said("assistant", "In Vienna.") + "]"),
      ]),
  ]

  private static func post(_ collector: TestCollector, _ body: String) async throws -> TestCollector.Answer {
    try await collector.call(
      .post, "/v1/traces", headers: [.contentType: "application/json"], body: Array(body.utf8))
  }

  @Test func anExchangeBecomesAConversation() async throws {
    try await TestCollector.run { collector in
      for _ in 0..<3 {
        let answer = try await Self.post(collector, Self.request(Self.exchange))
        #expect(answer.status == 200 && answer.text == "{}", "\(answer.text)")
      }
      let list = try await collector.get("/api/conversations/?conversation_id=c")
      let row = try #require((list.json["results"] as? [[String: Any]])?.first, "\(list.text)")
      #expect(row["environment"] as? String == "development" && row["customer_id"] as? String == "k1")
      let messages = try #require(row["messages"] as? [[String: Any]])
      let contents = messages.map { $0["content"] as? String }
      #expect(contents == ["Where is my parcel?", "Action lookup performed", "In Vienna."])
      #expect(messages.first?["timestamp"] as? String == "2026-01-31T12:00:00.123456Z")
      let log = try #require((row["action_logs"] as? [[String: Any]])?.first)
      #expect(log["response"] as? String == "Vienna" && log["tools_used"] as? [String: Int] == ["number": 42])
      let usage = try await collector.get("/api/token-usage/?ordering=id")
      let rows = try #require(usage.json["results"] as? [[String: Any]])
      // OpenTelemetry counts what came from the cache as input too.
      #expect(rows.map { $0["prompt_tokens"] as? Int } == [600, 10])
      #expect(rows.map { $0["cache_read_tokens"] as? Int } == [400, 0])
      #expect(rows.map { $0["model"] as? String } == ["gpt-4o-2024-08-06", "gpt-4o"])
      #expect(rows.allSatisfy { $0["turn_id"] as? String == Self.trace })
      let tree = try await collector.get("/api/traces/\(Self.trace)/")
      #expect(
        tree.json["span_count"] as? Int == 6, "four that came, and a turn for each model that said something")
    }
  }

  @Test func whatIsNoSpanIsCountedAndTheRestIsStored() async throws {
    try await TestCollector.run { collector in
      let broken = Self.exchange[0].replacingOccurrences(of: spanID(1), with: spanID(0))
      let answer = try await Self.post(collector, Self.request([broken, Self.exchange[1]]))
      let partial = answer.json["partialSuccess"] as? [String: String]
      #expect(answer.status == 200 && partial?["rejectedSpans"] == "1")
      #expect(try await collector.get("/api/spans/").json["count"] as? Int == 1)
      for body in ["", "[]", "{", "nonsense"] {
        let refused = try await Self.post(collector, body)
        #expect(refused.status == 400, "\(body)")
      }
      #expect(try await Self.post(collector, "{}").status == 200)
    }
  }

  @Test func whatFailedIsAnErrorAndNeverATurn() async throws {
    try await TestCollector.run { collector in
      let tool = Self.span(7, "execute_tool", from: 0, to: 1, status: 2, [Self.text("gen_ai.tool.name", "t")])
      let agent = Self.span(
        8, "invoke_agent", from: 0, to: 1, status: 2, [Self.input(Self.said("user", "q"))])
      #expect(try await Self.post(collector, Self.request([tool, agent])).status == 200)
      let list = try await collector.get("/api/conversations/?conversation_id=c")
      let row = try #require((list.json["results"] as? [[String: Any]])?.first)
      let logs = row["action_logs"] as? [[String: Any]]
      #expect(logs?.first?["error_message"] as? String == "went wrong")
      #expect(row["message_count"] as? Int == 0)
    }
  }

  /// A conversation, as the bytes of the message that a Python exporter makes of it.
  @Test func theBytesOfAMessageSayTheSame() async throws {
    try await TestCollector.run { collector in
      func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
        [UInt8(number << 3 | 2)] + varint(bytes.count) + bytes
      }
      func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
      }
      func fixed(_ number: Int, _ value: UInt64) -> [UInt8] {
        [UInt8(number << 3 | 1)] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      }
      func attribute(_ key: String, _ value: [UInt8]) -> [UInt8] {
        field(9, field(1, Array(key.utf8)) + field(2, value))
      }
      func text(_ key: String, _ value: String) -> [UInt8] { attribute(key, field(1, Array(value.utf8))) }
      let span =
        field(1, Array(repeating: 7, count: 16)) + field(2, Array(repeating: 9, count: 8))
        + field(5, Array("chat".utf8)) + fixed(7, 1_769_860_800_000_000_000)
        + fixed(8, 1_769_860_801_000_000_000)
        + text("gen_ai.operation.name", "chat") + text("session.id", "p") + text("gen_ai.request.model", "m")
        + attribute("gen_ai.usage.input_tokens", [3 << 3] + varint(300))
        + attribute("ratio", fixed(4, 0.5.bitPattern)) + attribute("flag", [2 << 3, 1])
        + attribute("list", field(5, field(1, field(1, Array("x".utf8)))))
        + text("gen_ai.output.messages", #"[{"role":"assistant","content":"Hello"}]"#)
        + field(15, [3 << 3, 1]) + [UInt8(16 << 3 & 127 | 5 | 128), 1, 0, 0, 0, 0]
      let body = field(1, field(2, field(1, field(1, Array("s".utf8))) + field(2, span)))
      let answer = try await collector.call(
        .post, "/v1/traces", headers: [.contentType: "application/x-protobuf"], body: body)
      #expect(answer.status == 200 && answer.bytes.isEmpty, "\(answer.text)")
      #expect(answer.headers[.contentType] == "application/x-protobuf")
      let spans = try await collector.get("/api/spans/?kind=llm")
      let row = try #require((spans.json["results"] as? [[String: Any]])?.first, "\(spans.text)")
      #expect(row["conversation_id"] as? String == "p" && row["duration_ms"] as? Int == 1000)
      let attributes = try #require(row["attributes"] as? [String: Any])
      #expect(attributes["ratio"] as? Double == 0.5 && attributes["flag"] as? Bool == true)
      #expect(
        attributes["list"] as? [String] == ["x"] && attributes["gen_ai.usage.input_tokens"] as? Int == 300)
      let list = try await collector.get("/api/conversations/?message_contains=Hello")
      #expect(list.json["count"] as? Int == 1)
      // No cut and no flipped bit makes it do worse than refuse.
      for index in body.indices {
        var damaged = body
        damaged[index] ^= 0xFF
        for bytes in [damaged, Array(body[..<index])] {
          let answer = try await collector.call(.post, "/v1/traces", body: bytes)
          #expect([200, 400].contains(answer.status), "\(index): \(answer.text)")
        }
      }
    }
  }

  @Test func aKeyIsNeeded() async throws {
    try await TestCollector.run { collector in
      let reader = try collector.store.store.createKey(agent: "Shop", role: .read).text
      #expect(try await collector.call(.post, "/v1/traces", authorization: "").status == 401)
      #expect(try await collector.call(.post, "/v1/traces", key: reader).status == 403)
      #expect(try await collector.call(.get, "/v1/traces").status == 405)
    }
  }
}
