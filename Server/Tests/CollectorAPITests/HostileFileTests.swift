import CollectorStore
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Files whose name, type or content mean harm to whoever downloads them: a browser saves each under a plain
/// name and shows none.
@Suite struct HostileFileTests {
  static let names = [
    "../../etc/passwd", "..\\..\\boot.ini", "/absolute", "C:\\autoexec.bat", "..", ".", "", " ", "CON",
    "nul.txt",
    "a\u{0}b.txt", "a\r\nSet-Cookie: x=1", "a\"; filename=\"evil.exe", "a%0d%0aX: y",
    "<script>alert(1)</script>",
    "\u{202E}gpj.exe", "\u{200B}\u{FEFF}", "é😀.pdf", "${jndi:ldap://x}", "`id`", "$(id)", "a;b", "a,b",
    "~root",
    String(repeating: "n", count: 4096) + ".txt", String(repeating: "../", count: 1000),
  ]

  static let contents = [
    ("text/html", "<script>alert(document.domain)</script>"),
    ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("image/png", "GIF89a<script>alert(1)</script>"), ("application/xhtml+xml", "<html/>"),
    ("text/html; charset=utf-7", "+ADw-script+AD4-"), ("javascript:alert(1)", "x"), ("", "x"), ("text", "x"),
    ("text/html\r\nX-Evil: 1", "x"), ("a/b/c", "x"), ("multipart/x-mixed-replace", "x"), ("*/*", "x"),
  ]

  private static func upload(
    _ collector: TestCollector, name: String, type: String, content: String
  ) async throws -> TestCollector.Answer {
    let data = Data(content.utf8).base64EncodedString()
    let file = #"{"filename":\#(quoted(name)),"mime_type":\#(quoted(type)),"data":"\#(data)"}"#
    let posted = try await collector.post(
      "/api/attachments/", #"{"conversation_id":"c","sender":"agent","attachments":[\#(file)]}"#)
    #expect(posted.status == 201, "\(posted.text)")
    let stored = try #require((posted.json["attachments"] as? [[String: Any]])?.first)
    let url = try #require((stored["file_url"] as? String).flatMap(URLComponents.init(string:)))
    // The label stays what it was; the address has nothing of it.
    #expect(stored["filename"] as? String == name)
    #expect(url.path.wholeMatch(of: /\/attachments\/[0-9a-f]{32}/) != nil, "\(url.path)")
    let answer = try await collector.call(
      .get, "\(url.path)?\(url.percentEncodedQuery ?? "")", authorization: "")
    #expect(answer.status == 200 && answer.text == content)
    return answer
  }

  private static func check(_ answer: TestCollector.Answer) throws {
    #expect(answer.headers[.xContentTypeOptions] == "nosniff")
    #expect(answer.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
    #expect(answer.headers[.init("X-Evil")!] == nil && answer.headers[.setCookie] == nil)
    let disposition = try #require(answer.headers[.contentDisposition])
    #expect(
      disposition.hasPrefix("attachment; filename=\"")
        && disposition.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    #expect(disposition.filter { $0 == "\"" }.count == 2 && disposition.utf8.count < 2000, "\(disposition)")
    let name = disposition.dropFirst("attachment; filename=\"".count).prefix { $0 != "\"" }
    #expect(
      !name.isEmpty && !name.contains { "/\\:*?<>|%".contains($0) } && !name.allSatisfy { ". ".contains($0) })
  }

  @Test(arguments: names)
  func aNameIsALabel(name: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await Self.upload(collector, name: name, type: "text/plain", content: "x")
      try Self.check(answer)
    }
  }

  @Test(arguments: contents)
  func aTypeIsAClaim(type: String, content: String) async throws {
    try await TestCollector.run { collector in
      let answer = try await Self.upload(collector, name: "file", type: type, content: content)
      try Self.check(answer)
      let sent = try #require(answer.headers[.contentType])
      #expect(sent == type || sent == "application/octet-stream")
      #expect(sent.wholeMatch(of: /[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+/) != nil, "\(sent)")
    }
  }
}
