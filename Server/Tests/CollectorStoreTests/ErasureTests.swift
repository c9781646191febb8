import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct ErasureTests {
  private static let shop = AgentName("Shop")

  private static func batch(_ id: String, _ text: String, fields: String = "") -> Batch {
    let attributes = #""agentsight.tool.name":"find","agentsight.tool.response":"\#(text)""#
    return Batch().with(
      id, fields: fields,
      spans: [
        turn(1, [.question(text, at: 0), .answer(text, at: 1)]),
        span(2, kind: "tool", from: 1, attributes: attributes),
        span(3, kind: "llm", from: 1, attributes: #""gen_ai.usage.input_tokens":3"#),
        span(4, kind: "button", from: 1, attributes: #""agentsight.button.label":"\#(text)""#),
      ])
  }

  private static func attach(_ text: String, to id: String, in store: TemporaryStore) async throws {
    let upload = Upload(
      conversation: ConversationReference(conversationID: id), timestamp: .now(), sender: "end_user",
      files: [.init(filename: text, mimeType: "text/plain", bytes: Array(text.utf8))])
    _ = try await store.store.upload(upload, for: try await store.credential().scope)
  }

  @Test func allRowsOfAConversationGoAndNoOther() async throws {
    let store = try TemporaryStore()
    let before = try store.dump()
    try await store.ingest(Self.batch("kept", "kept words"))
    let kept = try store.dump()
    try await store.ingest(Self.batch("gone", "secret words"))
    try await Self.attach("secret words", to: "gone", in: store)
    let rows = try await store.store.erase(.conversation("gone", of: Self.shop))
    #expect(rows.conversations == 1 && rows.attachmentBytes == 12)
    #expect(
      rows.byTable == [
        "spans": 4, "messages": 4, "action_logs": 1, "buttons": 1, "token_usage": 1, "attachments": 1,
        "attachment_pieces": 1,
      ])
    #expect(try store.dump().filter { $0.contains("secret words") } == [])
    // The figures of the time that it happened in are to be summed up again, which says nothing about it.
    let notes = ["sqlite_sequence", "stale_slots", "rollup_progress"]
    let after = try store.dump().filter { row in !(notes + ["tombstones"]).contains(where: row.hasPrefix) }
    let expected = kept.filter { row in !notes.contains(where: row.hasPrefix) }
    #expect(after == expected && after.count > before.count)
  }

  @Test func nothingOfItIsLeftInTheFile() async throws {
    let store = try TemporaryStore()
    for index in 0..<200 {
      let id = index % 2 == 0 ? "gone\(index)" : "kept\(index)"
      let fields = #""customer_id":"\#(index % 2 == 0 ? "jane" : "joe")""#
      let word = index % 2 == 0 ? "secretword" : "keptword"
      try await store.ingest(Self.batch(id, String(repeating: word + " ", count: 1 + index), fields: fields))
      try await Self.attach(word, to: id, in: store)
    }
    let rows = try await store.store.erase(.customer("jane", of: Self.shop))
    #expect(rows.conversations == 100)
    try await store.store.vacuum()
    for suffix in ["", "-wal"] {
      let path = store.directory.data.databasePath + suffix
      guard let bytes = FileManager.default.contents(atPath: path) else { continue }
      #expect(bytes.range(of: Data("secretword".utf8)) == nil && bytes.range(of: Data("jane".utf8)) == nil)
      if suffix == "" { #expect(bytes.range(of: Data("keptword".utf8)) != nil) }
    }
  }

  @Test func aResendDoesNotBringItBack() async throws {
    let store = try TemporaryStore()
    let batch = Self.batch("c", "words", fields: #""customer_id":"jane""#)
    try await store.ingest(batch)
    _ = try await store.store.erase(.customer("jane", of: Self.shop))
    let empty = try store.dump()
    let summary = try await store.ingest(batch)
    #expect(summary.acceptedSpans == 0 && summary.duplicateSpans == 4)
    #expect(try store.dump() == empty)
    // Not even under another conversation's name, where it says whose it is.
    try await store.ingest(Self.batch("other", "words", fields: #""customer_id":"jane""#))
    #expect(try store.dump() == empty)
    try await store.ingest(Self.batch("joes", "words", fields: #""customer_id":"joe""#))
    #expect(try await store.read("joes")?.0.messageCount == 2)
  }

  @Test func aConversationThatGoesOnIsRecordedAgain() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Self.batch("c", "old"))
    _ = try await store.store.erase(.conversation("c", of: Self.shop))
    let later =
      #"{"span_id":"00000000000000aa","trace_id":"000000000000000000000000000000ff","kind":"turn","#
      + #""name":"turn","started_at":"2999-01-01T00:00:00Z","ended_at":"2999-01-01T00:00:00Z","attributes":"#
      + #"{"agentsight.turn.complete":true},"events":[{"name":"agentsight.message","timestamp":"#
      + #""2999-01-01T00:00:00Z","attributes":{"agentsight.message.sender":"end_user","#
      + #""agentsight.message.content":"new"}}]}"#
    try await store.ingest(Batch().with("c", spans: [turn(1, [.question("old", at: 0)]), later]))
    #expect(try await store.read("c")?.1.items.count == 1)
    // What it said about the future is known to be erased after a second time.
    _ = try await store.store.erase(.conversation("c", of: Self.shop))
    try await store.ingest(Batch().with("c", spans: [later]))
    #expect(try await store.read("c") == nil)
  }

  @Test func aLargeConversationGoesInSteps() async throws {
    let store = try TemporaryStore()
    let spans = (0..<3000).map { turn($0, [.question("secret", at: $0), .answer("secret", at: $0)]) }
    try await store.ingest(Batch().with("c", spans: spans))
    let rows = try await store.store.erase(.conversation("c", of: Self.shop))
    #expect(rows.byTable == ["spans": 3000, "messages": 6000] && rows.conversations == 1)
    #expect(try await store.read("c") == nil)
  }

  @Test func writersGoOnDuringAnErasure() async throws {
    let store = try TemporaryStore()
    for index in 0..<100 {
      try await store.ingest(Self.batch("gone\(index)", "w", fields: #""customer_id":"jane""#))
    }
    async let erased = store.store.erase(.customer("jane", of: Self.shop))
    for index in 0..<100 { try await store.ingest(Self.batch("kept\(index)", "w")) }
    #expect(try await erased.conversations == 100)
    for index in 0..<100 { #expect(try await store.read("kept\(index)")?.0.messageCount == 2) }
  }
}
