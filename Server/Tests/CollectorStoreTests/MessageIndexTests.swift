import GRDB
import TestSupport
import Testing

@testable import CollectorStore

/// Texts are found with the index as without it, at every stage of its making.
@Suite struct MessageIndexTests {
  private static let texts = [
    "Where is my order?", "WHERE IS MY ORDER", "50% off_now \\ really", "Grüße aus Köln", "GRÜSSE",
    "日本語のテキスト",
    "a\"b\" OR \"c", "ab", "NEAR(x y) AND NOT *", "x\u{0}hidden after", "👩‍👩‍👧 family",
    String(repeating: "long ", count: 90),
  ]
  private static let queries =
    texts + [
      "order", "RDER", "% off", "off_n", "_", "rüß", "RÜß", "本語の", "テキ", "b\" O", "\"", "\"\"\"",
      "'; DROP TABLE messages",
      "*", "a*", "NEAR(", "content:x", "^a", "{a b}", "-", "hidden", "x\u{0}hid", "👩‍👧", "", "  ",
      "where is my", "orderx",
      String(repeating: "long ", count: 60), "long x", "AND", "ab OR",
    ]

  private func store() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    var batch = Batch()
    for (index, text) in Self.texts.enumerated() {
      batch = batch.with(
        "c\(index)", spans: [turn(1, [.question(text, at: index), .answer("Of course", at: index)])])
    }
    try await store.ingest(batch)
    return store
  }

  private func found(_ text: String, in store: TemporaryStore) async throws -> Set<String> {
    var filter = ConversationFilter()
    filter.messageContains = text
    let page = try await store.store.conversations(
      for: .agent(try await store.credential().scope), filter: filter, limit: nil)
    #expect(page.count == page.conversations.count)
    return Set(page.conversations.map(\.conversationID))
  }

  private func all(in store: TemporaryStore) async throws -> [String: Set<String>] {
    var all: [String: Set<String>] = [:]
    for query in Self.queries { all[query] = try await found(query, in: store) }
    return all
  }

  private func index(_ store: TemporaryStore) async throws {
    while try await store.store.refreshMessageIndex() {}
  }

  private func indexed(_ store: TemporaryStore) throws -> Int64 {
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    return try database.read {
      try Int64.fetchOne($0, sql: "SELECT last_message FROM message_index_progress")!
    }
  }

  @Test func theIndexFindsWhatLookingAtEveryMessageFinds() async throws {
    let store = try await store()
    let expected = try await all(in: store)
    #expect(expected["order"] == ["c0", "c1"] && expected["RÜß"] == [] && expected["hidden"] == [])
    try await index(store)
    #expect(try indexed(store) == Int64(2 * Self.texts.count))
    #expect(try await all(in: store) == expected)
    // What came in since is found before the index has it, and after.
    try await store.ingest(Batch().with("late", spans: [turn(1, [.question("My ORDER is late", at: 0)])]))
    #expect(try await found("order", in: store) == ["c0", "c1", "late"])
    try await index(store)
    #expect(try await found("order", in: store) == ["c0", "c1", "late"])
  }

  @Test func aRareTextIsFoundFromTheIndex() async throws {
    let store = try await store()
    var filter = ConversationFilter()
    filter.messageContains = "order"
    let request = try await ConversationRow.request(
      for: .agent(store.credential().scope), filter: filter, order: .newestFirst, offset: 0, limit: 15)
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    let plan = try await database.read { db in
      CountryLookup().install(in: db)
      let prepared = try request.makePreparedRequest(db)
      return try Row.fetchAll(
        db, sql: "EXPLAIN QUERY PLAN " + prepared.statement.sql, arguments: prepared.statement.arguments
      ).map { $0["detail"] as String }.joined(separator: "\n")
    }
    #expect(
      plan.contains("SCAN message_index VIRTUAL TABLE INDEX")
        && plan.contains("SEARCH held USING INTEGER PRIMARY KEY (rowid=?)")
        && !plan.contains("SCAN held\n"), "\(plan)")
  }

  @Test func erasedWordsLeaveTheIndex() async throws {
    let store = try await store()
    try await index(store)
    let words = "unrepeatable"
    try await store.ingest(Batch().with("gone", spans: [turn(1, [.question(words, at: 0)])]))
    try await index(store)
    #expect(try await found(words, in: store) == ["gone"])
    func pieces() throws -> Int {
      let database = try DatabaseQueue(path: store.directory.data.databasePath)
      return try database.read { db in
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM message_index_data WHERE instr(block, CAST('unr' AS BLOB)) > 0")!
      }
    }
    #expect(try pieces() > 0)
    _ = try await store.store.erase(.conversation("gone", of: AgentName("Shop")))
    #expect(try pieces() == 0)
    #expect(try await found(words, in: store) == [])
    #expect(try await found("order", in: store) == ["c0", "c1"])
    // The row ids of what is gone come again.
    try await store.ingest(Batch().with("next", spans: [turn(1, [.question(words, at: 0)])]))
    #expect(try await found(words, in: store) == ["next"])
    try await index(store)
    #expect(try await found(words, in: store) == ["next"])
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    try await database.write {
      try $0.execute(sql: "INSERT INTO message_index (message_index, rank) VALUES ('integrity-check', 1)")
    }
  }

  @Test func aStoreOfBeforeIsIndexedInSteps() async throws {
    let store = try TemporaryStore()
    let spans = (0..<700).map {
      turn($0, [.question("question \($0)", at: $0), .answer("answer \($0)", at: $0)])
    }
    try await store.ingest(Batch().with("c", spans: spans))
    #expect(try await store.store.refreshMessageIndex())
    #expect(try indexed(store) == 500)
    #expect(try await found("answer 699", in: store) == ["c"])
    #expect(try await found("question 1", in: store) == ["c"])
    #expect(try await store.store.refreshMessageIndex())
    #expect(try await !store.store.refreshMessageIndex())
    #expect(try indexed(store) == 1400)
    #expect(try await found("answer 699", in: store) == ["c"])
  }
}
