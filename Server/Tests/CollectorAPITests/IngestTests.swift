import Foundation
import TestSupport
import Testing

@testable import CollectorAPI

@Suite struct IngestTests {
  @Test func aBatchIsStoredAndReadBack() async throws {
    try await TestCollector.run { collector in
      let batch = Batch().with(
        "c",
        fields: #""customer_id":"k","environment":" Dev ","customer_ip_address":"::1","metadata":{"a":[1]}"#,
        spans: [
          turn(1, [.question("Where?", at: 0), .answer("Here.", at: 2)]),
          span(2, kind: "tool", from: 1, attributes: #""agentsight.tool.name":"search""#),
        ])
      let answer = try await collector.ingest(batch.json)
      #expect(answer.status == 200 && answer.json["accepted"] as? Int == 2)
      let page = try await collector.get("/api/conversations/?conversation_id=c").json
      let row = try #require((page["results"] as? [[String: Any]])?.first)
      #expect(row["environment"] as? String == "development" && row["message_count"] as? Int == 2)
      let id = try #require(row["id"] as? Int)
      let detail = try await collector.get("/api/conversations/\(id)/").json
      let messages = try #require(detail["messages"] as? [[String: Any]])
      #expect(messages.map { $0["content"] as? String } == ["Where?", "Action search performed", "Here."])
      #expect(messages.map { $0["sender"] as? String } == ["end_user", "agent", "agent"])
      #expect(messages.map { $0["action_name"] as? String } == [nil, "search", nil])
      #expect(messages.first?["timestamp"] as? String == "2026-01-31T12:00:00.000000Z")
      #expect(
        (detail["action_logs"] as? [[String: Any]])?.first?["message"] as? Int == messages[1]["id"] as? Int)
      #expect(detail["metadata"] as? [String: [Int]] == ["a": [1]])
    }
  }

  @Test func aBodyMayComeCompressed() async throws {
    try await TestCollector.run { collector in
      let batch = Batch().with("c", spans: [turn(1, [.question("q", at: 0)])])
      let body = try gzip(Array(batch.json.utf8))
      let answer = try await collector.call(
        .post, "/api/ingest/", headers: [.contentEncoding: "gzip"], body: body)
      #expect(answer.status == 200 && answer.json["accepted"] as? Int == 1)
      #expect(try await collector.ingest(batch.json).json["duplicates"] as? Int == 1)
    }
  }

  @Test func aDamagedStreamIsRefused() async throws {
    try await TestCollector.run { collector in
      let whole = try gzip(Array(Batch().json.utf8))
      var wrongSum = whole
      wrongSum[whole.count - 6] ^= 1
      for body in [[], [1, 2, 3], Array(whole.dropLast()), wrongSum, whole + [0], whole + whole] {
        let answer = try await collector.call(
          .post, "/api/ingest/", headers: [.contentEncoding: "gzip"], body: body)
        #expect(answer.status == 400)
      }
      let answer = try await collector.ingest(Batch().json, headers: [.contentEncoding: "br"])
      #expect(answer.status == 415 && answer.detail != nil)
    }
  }

  @Test func aBombIsRefused() async throws {
    try await TestCollector.run { collector in
      // A thousand times what is sent.
      let bomb = try gzip([UInt8](repeating: UInt8(ascii: " "), count: 32 << 20))
      let answer = try await collector.call(
        .post, "/api/ingest/", headers: [.contentEncoding: "gzip"], body: bomb)
      #expect(answer.status == 413)
    }
  }

  @Test func aBombIsGivenUpBeforeItGrows() throws {
    let bomb = try gzip([UInt8](repeating: 0, count: 64 << 20))
    let inflater = try GzipInflater(limit: RequestBodyReader.maximumSize)
    #expect(failure(of: inflater, on: bomb) == .tooLarge)
    // What it may reach for the bytes it was given, and the piece in hand.
    #expect(
      inflater.output.count <= max(InflationLimits.ratioThreshold, bomb.count * InflationLimits.maximumRatio)
        + 65_536)
  }

  @Test func anHonestStreamIsGivenUpAtTheLimit() throws {
    var generator = SystemRandomNumberGenerator()
    let noise = try gzip((0..<4096).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    let inflater = try GzipInflater(limit: 4095)
    #expect(failure(of: inflater, on: noise) == .tooLarge)
  }

  @Test func honestRepetitionIsNoBomb() async throws {
    try await TestCollector.run { collector in
      let text = String(repeating: "ha", count: 300_000)
      let batch = Batch().with("c", spans: [turn(1, [.question(text, at: 0)])])
      let answer = try await collector.call(
        .post, "/api/ingest/", headers: [.contentEncoding: "gzip"], body: try gzip(Array(batch.json.utf8)))
      #expect(answer.status == 200)
    }
  }

  @Test func aBodyBeyondTheLimitIsRefused() async throws {
    try await TestCollector.run { collector in
      let body = [UInt8](repeating: UInt8(ascii: " "), count: (64 << 20) + 1)
      let answer = try await collector.call(.post, "/api/ingest/", body: body)
      #expect(answer.status == 413 && answer.detail != nil)
    }
  }

  @Test func brokenUnicodeIsReplaced() async throws {
    try await TestCollector.run { collector in
      let json = Batch().with("c", spans: [turn(1, [.question("XX", at: 0)])]).json
      let escaped = json.replacing("XX", with: #"\ud800 \u0000 \udc00"#)
      #expect(try await collector.ingest(escaped).status == 200)
      var bytes = Array(json.replacing("000000000000001", with: "000000000000002").utf8)
      bytes = bytes.flatMap { $0 == UInt8(ascii: "X") ? [0xFF] : [$0] }
      #expect(try await collector.call(.post, "/api/ingest/", body: bytes).status == 200)
      let (_, transcript) = try #require(try await collector.store.read("c"))
      #expect(transcript.messages.map(\.content) == ["\u{FFFD} \u{0} \u{FFFD}", "\u{FFFD}\u{FFFD}"])
    }
  }
}

private func failure(of inflater: GzipInflater, on bytes: [UInt8]) -> InflationFailure? {
  do {
    try bytes.withUnsafeBytes { try inflater.append($0) }
    return nil
  } catch {
    return error as? InflationFailure
  }
}
