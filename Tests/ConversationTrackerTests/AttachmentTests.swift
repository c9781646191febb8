import ConversationTracker
import Foundation
import Testing

@Suite struct AttachmentTests {
  private let server: RecordingServer
  private let tracker: ConversationTracker

  init() throws {
    server = try RecordingServer { _ in .init(body: #"{"id":7}"#) }
    tracker = try makeTracker(for: server, conversationID: "user_123")
  }

  private func upload() throws -> RecordingServer.Request {
    try #require(server.requests.last { $0.path == "/api/attachments/" })
  }

  /// Bytes that lie nowhere, as those of an empty buffer may.
  private struct Nothing: ContiguousBytes, Sendable {
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
      try body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }

  /// A file with this content while `body` runs.
  private func withFile(_ content: String, _ body: (URL) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()) ü.txt")
    try Data(content.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try await body(url)
  }

  @Test func bytesArrive() async throws {
    try tracker.trackAttachments(
      [
        .data(Data("first".utf8), filename: "a.pdf", mimeType: "application/pdf"),
        .data([0, 255] as [UInt8], filename: "b"), .data(Nothing(), filename: "empty"),
      ], metadata: ["page": 2])
    let report = try await tracker.sendTrackedData()
    #expect(report.deliveredByKind[.attachments] == 1)

    let body = try JSONDecoder().decode(JSON.self, from: upload().body)
    let files = body["attachments"].elements
    #expect(files.map { $0["filename"] } == ["a.pdf", "b", "empty"])
    #expect(
      files.map { $0["mime_type"].string?.suffix(12) } == ["lication/pdf", "octet-stream", "octet-stream"])
    #expect(files.map { $0["data"] } == ["Zmlyc3Q=", "AP8=", ""])
    #expect(body["sender"] == "end_user")
    #expect(body["mode"] == "base64")
    #expect(body["metadata"]["page"].number == 2)

    let attributes = try #require(server.spans.first)["attributes"]
    #expect(attributes["agentsight.attachment.count"].number == 3)
    #expect(attributes["agentsight.attachment.sender"] == "end_user")
  }

  @Test func filesAreReadWhenTheyAreSent() async throws {
    try await withFile("before") { url in
      try tracker.trackAttachments([
        .file(url.path), .file(url, filename: "named.txt", mimeType: "text/plain"),
      ])
      try Data("behind".utf8).write(to: url)
      try await tracker.sendTrackedData()
      let files = try JSONDecoder().decode(JSON.self, from: upload().body)["attachments"].elements
      #expect(files.map { $0["data"] } == ["YmVoaW5k", "YmVoaW5k"])
      #expect(files.map { $0["filename"] } == [.string(url.lastPathComponent), "named.txt"])
      #expect(files[1]["mime_type"] == "text/plain")
    }
  }

  @Test func aFormFromTheAgent() async throws {
    try tracker.trackAttachments(
      [.data(Data("content".utf8), filename: "a.txt")], from: .agent, mode: .form,
      metadata: [String: Int]?.some(["page": 2]))
    try await tracker.sendTrackedData()
    let request = try upload()
    let body = String(decoding: request.body, as: UTF8.self)
    #expect(request.headers["content-type"]?.hasPrefix("multipart/form-data; boundary=") == true)
    #expect(body.contains("filename=\"a.txt\""))
    #expect(body.contains("\r\n\r\ncontent\r\n"))
    #expect(body.contains("\r\n\r\nagent\r\n"))
    #expect(body.contains("{\"page\":2}"))
  }

  @Test func whatIsNoAttachmentIsRefused() throws {
    let some = ConversationTracker.Attachment.data(Data("a".utf8), filename: "a")
    let refused: [[ConversationTracker.Attachment]] = [
      [], Array(repeating: some, count: 11), Array(repeating: some, count: 1_000_000),
      [.data(Data(), filename: "")], [some, .data(Data(), filename: "a", mimeType: " ")],
      [.file("/no/such/file")], [.file("/etc/hostname\0")],
      [.file(try #require(URL(string: "https://example.com/a")))],
      [.data(Data(count: (25 << 20) + 1), filename: "large")],
    ]
    let messages = refused.map { files in
      expectFailure(.attachment) { try tracker.trackAttachments(files) }?.message.prefix { $0 != ":" }
    }
    #expect(
      messages == [
        "attachments", "attachments", "attachments", "attachments[0].filename", "attachments[1].mimeType",
        "attachments[0].path", "attachments[0].path", "attachments[0].path", "attachments[0].data",
      ])
    #expect(tracker.statistics.accepted == 0)
  }

  @Test func tenFilesAreNotTooMany() throws {
    let file = ConversationTracker.Attachment.data(Data("a".utf8), filename: "a")
    try tracker.conversation().trackAttachments(Array(repeating: file, count: 10))
    #expect(try tracker.pendingItems().map(\.text) == ["a"])
  }
}
