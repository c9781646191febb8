import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct AttachmentTests {
  /// Every byte there is, and more than one stored piece.
  static let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  static func json(
    _ members: String, filename: String = "a.png", mimeType: String = "image/png", _ bytes: [UInt8] = bytes
  ) -> String {
    let data = Data(bytes).base64EncodedString()
    return #"""
      {\#(members),"timestamp":"2026-01-31T12:00:00.5+00:00","sender":"agent","metadata":{},"mode":"base64",
      "attachments":[{"filename":\#(quoted(filename)),"mime_type":"\#(mimeType)","data":"\#(data)"}]}
      """#
  }

  static func list(_ collector: TestCollector, _ conversation: Int) async throws -> [[String: Any]] {
    let answer = try await collector.get("/api/conversations/\(conversation)/attachments/")
    return try #require(answer.json["attachments"] as? [[String: Any]], "\(answer.text)")
  }

  /// Follows a `file_url`, without a key.
  static func download(_ collector: TestCollector, _ attachment: [String: Any]) async throws
    -> TestCollector.Answer
  {
    let url = try #require((attachment["file_url"] as? String).flatMap(URLComponents.init(string:)))
    return try await collector.call(.get, "\(url.path)?\(url.query ?? "")", authorization: "")
  }

  @Test func base64ArrivesByteForByte() async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.post("/api/attachments/", Self.json(#""conversation_id":"c""#))
      #expect(answer.status == 201 && (answer.json["attachments"] as? [Any])?.count == 1)
      let conversation = try #require(answer.json["conversation"] as? Int)
      let attachment = try #require(try await Self.list(collector, conversation).first)
      #expect(attachment["filename"] as? String == "a.png" && attachment["type"] as? String == "image")
      #expect(attachment["size_bytes"] as? Int == Self.bytes.count)
      #expect(attachment["message"] as? Int == answer.json["id"] as? Int)
      let file = try await Self.download(collector, attachment)
      #expect(file.status == 200 && file.bytes == Self.bytes)
      #expect(file.headers[.contentType] == "image/png" && file.headers[.xContentTypeOptions] == "nosniff")
      #expect(file.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
      #expect(file.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"a.png\"") == true)
    }
  }

  @Test func aFormArrivesByteForByte() async throws {
    try await TestCollector.run { collector in
      let pk = try await collector.post("/api/conversations/", #"{"conversation_id":"c"}"#).json["id"]
      let hostile = Array("\r\n--a b".utf8).dropLast() + Array("\r\n\r\n".utf8) + Self.bytes
      let form = Multipart().with("timestamp", "2026-01-31T12:00:00+00:00").with("conversation", "\(pk!)")
        .with("sender", "end_user").with("metadata", #"{"a":1}"#)
        .with("attachment_0", filename: #"filename="../x %22y\.txt""#, hostile)
        .with("attachment_1", filename: "filename*=utf-8''na%C3%AFve+1.txt", type: nil, [])
      let answer = try await collector.call(
        .post, "/api/attachments/", headers: [.contentType: Multipart.contentType], body: form.body)
      #expect(answer.status == 201, "\(answer.text)")
      let attachments = try await Self.list(collector, try #require(pk as? Int))
      #expect(attachments.map { $0["filename"] as? String } == [#"../x "y\.txt"#, "naïve+1.txt"])
      let first = try await Self.download(collector, attachments[0])
      #expect(first.bytes == Array(hostile))
      #expect(first.headers[.contentDisposition] == "attachment; filename=\".txt\"; filename*=UTF-8''.txt")
      let second = try await Self.download(collector, attachments[1])
      #expect(second.status == 200 && second.bytes == [])
      #expect(second.headers[.contentType] == "application/octet-stream")
    }
  }

  @Test func theyStandInTheTranscriptUnderAMessageOfTheirOwn() async throws {
    try await TestCollector.run { collector in
      let turns = [turn(1, [.question("q", at: 0), .answer("a", at: 1)])]
      _ = try await collector.ingest(Batch().with("c", spans: turns).json)
      _ = try await collector.post("/api/attachments/", Self.json(#""conversation_id":"c""#))
      let list = try await collector.get("/api/conversations/?conversation_id=c")
      let row = try #require((list.json["results"] as? [[String: Any]])?.first)
      let messages = try #require(row["messages"] as? [[String: Any]])
      #expect(messages.map { $0["content"] as? String } == ["q", "[Attachments]", "a"])
      #expect(messages.map { ($0["attachments"] as? [Any])?.count } == [0, 1, 0])
      #expect(row["message_count"] as? Int == 3)
    }
  }

  @Test func theyCanBelongToAMessage() async throws {
    try await TestCollector.run { collector in
      _ = try await collector.ingest(Batch().with("c", spans: [turn(1, [.question("q", at: 0)])]).json)
      let list = try await collector.get("/api/conversations/?conversation_id=c")
      let row = try #require((list.json["results"] as? [[String: Any]])?.first)
      let message = try #require((row["messages"] as? [[String: Any]])?.first?["id"] as? Int)
      // The 0.0.44 client knows neither of the conversation's ids at this point.
      let members = #""message":\#(message),"conversation":"None","conversation_id":"None""#
      let answer = try await collector.post("/api/attachments/", Self.json(members))
      #expect(answer.status == 201 && answer.json["message"] as? Int == message)
      #expect(answer.json["conversation"] as? Int == row["id"] as? Int)
      let again = try await collector.post("/api/attachments/", Self.json(members))
      #expect(again.status == 200 && again.text.contains("\"size_bytes\":\(Self.bytes.count)"))
      let missing = try await collector.post("/api/attachments/", Self.json(#""message":"99""#))
      #expect(missing.status == 404 && missing.json["error"] as? String == "Message 99 not found")
    }
  }

  @Test func aResendStoresNothingTwice() async throws {
    try await TestCollector.run { collector in
      let body = Self.json(#""conversation_id":"c""#)
      #expect(try await collector.post("/api/attachments/", body).status == 201)
      let before = try collector.store.dump()
      for _ in 0..<3 { #expect(try await collector.post("/api/attachments/", body).status == 200) }
      #expect(try collector.store.dump() == before)
      for other in [
        Self.json(#""conversation_id":"c""#, filename: "b.png"),
        Self.json(#""conversation_id":"c""#, [1, 2, 3]),
        body.replacing("12:00:00.5", with: "12:00:00.6"), body.replacing("agent", with: "end_user"),
        body.replacing(#""c""#, with: #""d""#),
      ] { #expect(try await collector.post("/api/attachments/", other).status == 201) }
    }
  }
}
