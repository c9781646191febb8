import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct AttachmentRefusalTests {
  private static func upload(_ collector: TestCollector, _ body: String) async throws -> TestCollector.Answer
  {
    try await collector.post("/api/attachments/", body)
  }

  private static func body(_ attachments: String) -> String {
    #"{"conversation_id":"c","attachments":\#(attachments)}"#
  }

  @Test(arguments: [
    "[]", "null", "7", "{}", "[7]", "[{}]", #"[{"data":"%%%"}]"#, #"[{"data":"YQ"}]"#,
    #"[{"data":"YQ==YQ=="}]"#, #"[{"data":7}]"#,
  ])
  func whatIsNoFileIsRefused(attachments: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await Self.upload(collector, Self.body(attachments))
      #expect(answer.status == 400 && answer.json["error"] is String, "\(answer.text)")
      #expect(try await collector.get("/api/conversations/").json["count"] as? Int == 0)
    }
  }

  @Test func anUploadNamesItsConversation() async throws {
    try await TestCollector.run { collector in
      let file = #""attachments":[{"filename":"a","mime_type":"b","data":"YQ=="}]"#
      for members in ["", #""conversation":null,"#, #""conversation":"None","conversation_id":"None","#] {
        let answer = try await Self.upload(collector, "{\(members)\(file)}")
        #expect(answer.status == 400 && answer.json["error"] is String)
      }
      let missing = try await Self.upload(collector, #"{"conversation":"9",\#(file)}"#)
      #expect(missing.status == 404 && missing.json["error"] as? String == "Conversation 9 not found")
      let form = Multipart().with("attachment_0", filename: #"filename="a""#, [1])
      let answer = try await collector.call(
        .post, "/api/attachments/", headers: [.contentType: Multipart.contentType], body: form.body)
      #expect(answer.status == 400 && answer.json["error"] is String)
    }
  }

  @Test func whatIsTooMuchIsRefused() async throws {
    try await TestCollector.run { collector in
      let small = #"{"filename":"a","mime_type":"b","data":"YQ=="}"#
      let eleven = "[" + Array(repeating: small, count: 11).joined(separator: ",") + "]"
      #expect(try await Self.upload(collector, Self.body(eleven)).status == 413)
      let large = Data(count: 25 << 20 | 1).base64EncodedString()
      let answer = try await Self.upload(collector, Self.body(#"[{"filename":"a","data":"\#(large)"}]"#))
      #expect(answer.status == 413 && answer.json["error"] is String)
      let huge = [UInt8](repeating: 0x20, count: 40 << 20 | 1)
      #expect(try await collector.call(.post, "/api/attachments/", body: huge).status == 413)
    }
  }

  @Test(arguments: ["", "--a b", "--a b--", "--a b\r\n\r\n\r\n--a b--", "--a b\r\nX\r\n\r\n\r\n--a b--", "x"])
  func aFormThatIsNoneIsRefused(body: String) async throws {
    try await TestCollector.run { collector in
      for type in [Multipart.contentType, "multipart/form-data", "multipart/form-data; boundary="] {
        let answer = try await collector.call(
          .post, "/api/attachments/", headers: [.contentType: type], body: Array(body.utf8))
        #expect(answer.status == 400, "\(answer.text)")
      }
    }
  }

  @Test func aLinkWorksForAnHourAndForItsFileAlone() async throws {
    let store = try TemporaryStore()
    let scope = try await store.credential().scope
    func upload(_ name: String) async throws -> AttachmentRow {
      let file = Upload.File(filename: name, mimeType: "", bytes: [1])
      let upload = Upload(
        conversation: .init(conversationID: "c"), timestamp: nil, sender: "agent", files: [file])
      return try #require(try await store.store.upload(upload, for: scope).attachments.first)
    }
    let (row, other) = (try await upload("a"), try await upload("b"))
    let links = store.store.attachmentLinks
    let now = Timestamp.now()
    let query = try #require(URLComponents(string: links.path(to: row, now: now))?.queryItems)
    let expires = try #require(query[0].value.flatMap { Int64($0) })
    let signature = try #require(query[1].value)
    func works(_ id: String, _ expires: Int64, _ signature: String, after seconds: Int64 = 0) -> Bool {
      let time = Timestamp(microseconds: now.microseconds + seconds * 1_000_000)
      return links.isValid(publicID: id, expires: expires, signature: signature, now: time)
    }
    #expect(works(row.publicID, expires, signature) && works(row.publicID, expires, signature, after: 3598))
    #expect(!works(row.publicID, expires, signature, after: 3601))
    #expect(!works(other.publicID, expires, signature) && !works(row.publicID, expires + 1, signature))
    #expect(!works(row.publicID, expires, String(signature.reversed())))
    #expect(!works(row.publicID, expires, "") && !works(row.publicID, expires, signature + "0"))
    let reopened = try CollectorStore.openReadOnly(store.directory.data)
    #expect(reopened.attachmentLinks.path(to: row, now: now) == links.path(to: row, now: now))
  }

  @Test func anotherAgentReachesNothing() async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.post(
        "/api/attachments/", AttachmentTests.json(#""conversation_id":"c""#, [1]))
      let (pk, message) = (try #require(answer.json["conversation"]), try #require(answer.json["message"]))
      let stranger = try collector.store.store.createKey(agent: "Bank").text
      let before = try collector.store.dump()
      let list = try await collector.get("/api/conversations/\(pk)/attachments/", key: stranger)
      #expect(list.status == 404)
      for members in [#""conversation":"\#(pk)""#, #""message":\#(message)"#] {
        let upload = try await collector.post(
          "/api/attachments/", AttachmentTests.json(members, [1]), key: stranger)
        #expect(upload.status == 404)
      }
      #expect(try collector.store.dump() == before)
    }
  }

  @Test(arguments: [
    ("../../x.txt", "x.txt"), ("a\\b\\c.txt", "c.txt"), ("..", "attachment"), ("", "attachment"),
    ("a\u{0}\r\nb\u{202E}.txt", "ab.txt"), ("say \"hi\".txt", "say _hi_.txt"),
    (String(repeating: "x", count: 4096) + ".pdf", String(repeating: "x", count: 116) + ".pdf"),
  ])
  func aFilenameIsALabel(filename: String, suggested: String) async throws {
    try await TestCollector.run { collector in
      let body = AttachmentTests.json(
        #""conversation_id":"c""#, filename: filename, mimeType: "text/html\\r\\nX: y", [60, 62])
      let answer = try await collector.post("/api/attachments/", body)
      let attachment = try #require((answer.json["attachments"] as? [[String: Any]])?.first)
      #expect(attachment["filename"] as? String == filename)
      #expect((attachment["file_url"] as? String)?.contains("x.txt") == false)
      let file = try await AttachmentTests.download(collector, attachment)
      #expect(file.bytes == [60, 62] && file.headers[.contentType] == "application/octet-stream")
      let disposition = try #require(file.headers[.contentDisposition])
      #expect(disposition.hasPrefix("attachment; filename=\"\(suggested)\";"), "\(disposition)")
    }
  }
}
