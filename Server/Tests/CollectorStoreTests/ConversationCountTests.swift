import GRDB
import TestSupport
import Testing

@testable import CollectorStore

/// The counts that are kept beside the conversations say what counting would.
@Suite struct ConversationCountTests {
  private static let filters: [@Sendable (inout ConversationFilter) -> Void] = [
    { _ in }, { $0.includesDeleted = true }, { $0.environment = "production" },
    { $0.environment = "development" },
    {
      $0.environment = "development"
      $0.includesDeleted = true
    },
    { $0.environment = "nowhere" },
    { $0.startedAfter = Timestamp(iso8601: "2026-01-31T12:00:01Z") },
    { $0.startedBefore = Timestamp(iso8601: "2026-01-31T12:00:00Z") },
    {
      $0.environment = "development"
      $0.startedAfter = Timestamp(iso8601: "2026-01-01T00:00:00Z")
      $0.startedBefore = Timestamp(iso8601: "2026-02-01T00:00:00Z")
    },
  ]

  private static func check(_ store: TemporaryStore, _ comment: Comment) async throws {
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    defer { try? database.close() }
    let scope = try await store.credential().scope
    for audience in [Audience.agent(scope), .everything(OperatorScope())] {
      for change in filters {
        var filter = ConversationFilter()
        change(&filter)
        let (kept, counted) = try await database.read { [filter] db in
          let count: SQLRequest<Int> =
            "SELECT count(*) FROM conversations WHERE \(filter.condition(for: audience))"
          return (try filter.count(db, for: audience), try count.fetchOne(db))
        }
        #expect(kept == counted, comment)
      }
    }
  }

  @Test func theyFollowEveryChange() async throws {
    let store = try TemporaryStore()
    try await Self.check(store, "nothing")
    let other = try store.store.createKey(agent: "Other", client: "Other")
    func batch(_ id: String, _ environment: String, at second: Int) -> Batch {
      Batch().with(
        id, fields: #""environment":"\#(environment)""#, spans: [turn(1, [.question("q", at: second)])])
    }
    for index in 0..<5 { try await store.ingest(batch("c\(index)", index < 3 ? "prod" : "dev", at: 0)) }
    for index in 0..<2 { try await store.ingest(batch("c\(index)", "dev", at: 0), key: other) }
    try await Self.check(store, "after ingest")
    try await store.ingest(batch("c0", "prod", at: 0))
    try await Self.check(store, "after a replay")
    let move = Batch().with("c0", fields: #""environment":"dev""#, spans: [turn(2, [.question("q", at: 9)])])
    try await store.ingest(move)
    try await Self.check(store, "after a move to another environment")
    let scope = try await store.credential().scope
    for row in [1, 2, 2] as [Int64] { _ = try await store.store.delete(row, for: scope) }
    try await Self.check(store, "after deleting")
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    try await database.write { try $0.execute(sql: "DELETE FROM conversations WHERE id IN (1, 4)") }
    try await Self.check(store, "after erasing")
    try await database.write { try $0.execute(sql: "DELETE FROM agents WHERE name = 'Other'") }
    try database.close()
    try await Self.check(store, "after the end of an agent")
  }

  /// A database from before the counts gets them from what it holds.
  @Test func anOlderDatabaseGetsThem() async throws {
    let directory = try TemporaryDirectory()
    try FileManagerOfTests.createDirectory(directory.data.path)
    let queue = try DatabaseQueue(path: directory.data.databasePath)
    try Schema.migrator.migrate(queue, upTo: "4 traces")
    try await queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO clients VALUES (1, 'x', 0);
          INSERT INTO agents VALUES (1, 1, 'x', 0);
          INSERT INTO environments VALUES (1, 1, 'production', 'Production', 1, 0, 0);
          INSERT INTO conversations (agent_id, environment_id, conversation_id, fields_at, started_at, ended_at,
            received_at, deleted_at)
          VALUES (1, 1, 'a', 0, 0, 0, 0, NULL), (1, 1, 'b', 0, 0, 0, 0, 5), (1, 1, 'c', 0, 0, 0, 0, NULL);
          INSERT INTO token_usage (conversation, turn_id, model, prompt_tokens) VALUES (1, '', 'gpt-4o', 1000000);
          """)
    }
    try queue.close()
    let store = try CollectorStore.open(directory.data)
    let page = try await store.conversations(for: .everything(OperatorScope()), limit: 10)
    #expect(page.count == 2 && page.conversations.count == 2)
    let scope = AgentScope(agentID: 1)
    let usage = try await store.tokenUsage(
      of: scope, filter: TokenUsageFilter(), order: ListOrder(.id, isDescending: false), slice: ListSlice())
    #expect(usage.rows.first?.cost?.text == "2.50000000" && usage.rows.first?.costSource == "backend")
    try store.close()
  }
}
