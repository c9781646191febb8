import GRDB
import TestSupport
import Testing

@testable import CollectorStore

/// Names and ids are found with their index as without it, at every stage of its making.
@Suite struct NameIndexTests {
  private static let names = [
    "Where is my order?", "WHERE IS MY ORDER", "50% off_now \\ really", "Grüße aus Köln", "GRÜSSE",
    "日本語のテキスト", "a\"b\" OR \"c", "ab", "x\u{0}hidden after", "👩‍👩‍👧 family",
  ]
  private static let queries =
    names + [
      "order", "RDER", "% off", "off_n", "_", "rüß", "RÜß", "本語の", "テキ", "b\" O", "\"", "\"\"\"", "*",
      "name:x",
      "{a b}", "hidden", "x\u{0}hid", "👩‍👧", "  ", "where is my", "orderx", "person", "c1", "talk-",
      "Of course",
    ]

  /// Each text stands once as a name, once as a customer's id and once as a conversation's.
  private func store() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    var batch = Batch()
    for (index, text) in Self.names.enumerated() {
      let spoken = turn(1, [.answer("Of course", at: index)])
      batch =
        batch
        .with("c\(index)", fields: #""name":\#(quoted(text))"#, spans: [spoken])
        .with("talk-\(index)", fields: #""customer_id":\#(quoted(text))"#, spans: [spoken])
        .with(text, fields: #""customer_id":"person \#(index)""#, spans: [spoken])
    }
    try await store.ingest(batch)
    return store
  }

  private func found(
    _ text: String, by field: WritableKeyPath<ConversationFilter, String?>, in store: TemporaryStore
  ) async throws -> Set<String> {
    var filter = ConversationFilter()
    filter[keyPath: field] = text
    let page = try await store.store.conversations(
      for: .agent(try await store.credential().scope), filter: filter, limit: nil)
    #expect(page.count == page.conversations.count)
    return Set(page.conversations.map(\.conversationID))
  }

  private func all(in store: TemporaryStore) async throws -> [[Set<String>]] {
    var all: [[Set<String>]] = []
    for query in Self.queries {
      var sets: [Set<String>] = []
      for field in [\ConversationFilter.nameContains, \.customerIDContains, \.search] {
        sets.append(try await found(query, by: field, in: store))
      }
      all.append(sets)
    }
    return all
  }

  private func index(_ store: TemporaryStore) async throws {
    while try await store.store.refreshConversationIndex() {}
    while try await store.store.refreshMessageIndex() {}
  }

  private func database(of store: TemporaryStore) throws -> DatabaseQueue {
    try DatabaseQueue(path: store.directory.data.databasePath)
  }

  private func checkIntegrity(of store: TemporaryStore) throws {
    try database(of: store).write {
      try $0.execute(
        sql: "INSERT INTO conversation_index (conversation_index, rank) VALUES ('integrity-check', 1)")
    }
  }

  @Test func theIndexFindsWhatLookingAtEveryNameFinds() async throws {
    let store = try await store()
    let expected = try await all(in: store)
    #expect(
      try await found("order", by: \.search, in: store)
        == ["c0", "c1", "talk-0", "talk-1", "Where is my order?", "WHERE IS MY ORDER"])
    try await index(store)
    #expect(try await all(in: store) == expected)
    // What came in since is found before the index has it, and after.
    try await store.ingest(
      Batch().with("late", fields: #""name":"My ORDER is late""#, spans: [turn(1, [.question("?", at: 0)])]))
    #expect(try await found("order", by: \.nameContains, in: store) == ["c0", "c1", "late"])
    try await index(store)
    #expect(try await found("order", by: \.nameContains, in: store) == ["c0", "c1", "late"])
  }

  @Test func aNewNameIsFoundAtOnceAndTheOldOneNoMore() async throws {
    let store = try await store()
    try await index(store)
    let scope = try await store.credential().scope
    let row = try #require(try await store.read("c0")?.0.id)
    var edit = ConversationEdit()
    edit.name = "A refund"
    _ = try await store.store.edit(row, edit, for: scope)
    try await store.ingest(
      Batch().with("c2", fields: #""customer_id":"refunded""#, spans: [turn(2, [.question("?", at: 99)])]))
    #expect(try await found("order", by: \.nameContains, in: store) == ["c1"])
    #expect(try await found("refund", by: \.search, in: store) == ["c0", "c2"])
    #expect(try await found("refund", by: \.customerIDContains, in: store) == ["c2"])
    try checkIntegrity(of: store)
  }

  @Test func aNameIsFoundFromTheIndex() async throws {
    let store = try await store()
    var filter = ConversationFilter()
    filter.search = "order"
    let request = try await ConversationRow.request(
      for: .agent(store.credential().scope), filter: filter, order: .newestFirst, offset: 0, limit: 15)
    let plan = try await database(of: store).read { db in
      CountryLookup().install(in: db)
      let prepared = try request.makePreparedRequest(db)
      return try Row.fetchAll(
        db, sql: "EXPLAIN QUERY PLAN " + prepared.statement.sql, arguments: prepared.statement.arguments
      ).map { $0["detail"] as String }.joined(separator: "\n")
    }
    #expect(
      plan.contains("SCAN conversation_index VIRTUAL TABLE INDEX")
        && plan.contains("SEARCH conversations USING INTEGER PRIMARY KEY (rowid=?)")
        && !plan.contains("SCAN conversations") && !plan.contains("SCAN held\n"), "\(plan)")
  }

  @Test func erasedNamesLeaveTheIndex() async throws {
    let store = try await store()
    let unrepeatable = "unrepeatable"
    try await store.ingest(
      Batch().with(
        "gone", fields: #""customer_id":"\#(unrepeatable)""#, spans: [turn(1, [.question("?", at: 0)])]))
    try await index(store)
    func pieces() throws -> Int {
      try database(of: store).read { db in
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM conversation_index_data WHERE instr(block, CAST('unr' AS BLOB)) > 0")!
      }
    }
    #expect(try pieces() > 0)
    _ = try await store.store.erase(.conversation("gone", of: AgentName("Shop")))
    #expect(try pieces() == 0)
    #expect(try await found(unrepeatable, by: \.search, in: store) == [])
    try checkIntegrity(of: store)
  }
}
