import GRDB
import Synchronization
import TestSupport
import Testing

@testable import CollectorStore

/// Lists of conversations, what is in one, and everything that is asked for by an id take no longer for there
/// being more in the store: none of their statements looks at all of a table, or at all that an agent has.
@Suite struct ReadingGrowthTests {
  private static let conversations = 5

  private static func filled() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    for number in 0..<conversations {
      let spans = [
        turn(1, [.question("refund", at: number), .answer("done", at: number + 1)]),
        span(2, kind: "tool", from: number, attributes: #""agentsight.tool.name":"search""#),
        span(3, kind: "llm", from: number, attributes: #""gen_ai.request.model":"gpt-4o""#),
      ]
      try await store.ingest(Batch().with("c\(number)", fields: #""customer_id":"k""#, spans: spans))
    }
    return store
  }

  private static let filters: [@Sendable (inout ConversationFilter) -> Void] = [
    { _ in }, { $0.includesDeleted = true }, { $0.environment = "production" }, { $0.customerID = "k" },
    {
      $0.customerID = "k"
      $0.environment = "production"
    },
    { $0.isMarked = true }, { $0.conversationID = "c1" },
    {
      $0.startedAfter = Timestamp(iso8601: "2026-01-01T10:00:00Z")
      $0.startedBefore = Timestamp(iso8601: "2026-02-01T00:00:00Z")
    },
  ]

  @Test func noListOfConversationsLooksAtAll() async throws {
    let store = try await Self.filled()
    let audience = Audience.agent(try await store.credential().scope)
    for change in Self.filters {
      for field in [ConversationOrder.Field.startedAt, .endedAt, .id] {
        var filter = ConversationFilter()
        change(&filter)
        // Without the deleted ones there are indexes for more than one order.
        guard field == .startedAt || !filter.includesDeleted else { continue }
        let statements = try await Self.statements(of: store) { [filter] in
          for offset in [0, 2] {
            _ = try await store.store.conversations(
              for: audience, filter: filter, order: ConversationOrder(field: field, isDescending: true),
              offset: offset, limit: 2, withTranscripts: true)
          }
        }
        #expect(statements.count > 8)
        try Self.expectNoWalks(statements, store)
      }
    }
  }

  @Test func nothingThatIsAskedForByItsIDLooksAtAll() async throws {
    let store = try await Self.filled()
    let scope = try await store.credential().scope
    var ofTrace = SpanFilter()
    ofTrace.traceID = "000000000000000000000000000000ff"
    let statements = try await Self.statements(of: store) { [ofTrace] in
      let found = try await store.store.conversation(1, for: .agent(scope))
      #expect(found?.transcript.messages.count == 3)
      #expect(try await store.store.message(1, for: .agent(scope)) != nil)
      #expect(try await store.store.span(1, of: scope) != nil)
      let order = ListOrder(SpanFilter.Column.startedAt, isDescending: false)
      let trace = try await store.store.spans(
        of: scope, filter: ofTrace, order: order, slice: ListSlice(limit: 5))
      #expect(trace.count == 3 * Self.conversations)
      _ = try await store.store.action(1, of: scope)
      _ = try await store.store.ticket(1, of: scope)
      _ = try await store.store.feedback(1, of: scope)
      _ = try await store.store.authenticate(store.key.text)
    }
    #expect(statements.count > 15)
    try Self.expectNoWalks(statements, store)
  }

  /// The statements that reading with `body` runs, with their values.
  private static func statements(
    of store: TemporaryStore, _ body: () async throws -> Void
  ) async throws -> [String] {
    let log = Log()
    // One reader after the other takes the same connection.
    try await store.store.database.read { db in
      db.trace { if case .statement(let statement) = $0 { log.add(statement.expandedSQL) } }
    }
    try await body()
    try await store.store.database.read { $0.trace(options: []) }
    return log.statements
  }

  private final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    var statements: [String] { lines.withLock { $0 } }

    func add(_ statement: String) {
      if statement.hasPrefix("SELECT") { lines.withLock { $0.append(statement) } }
    }
  }

  /// Of all of an agent's rows, a statement may read the first ones in the order of its answer.
  private static func expectNoWalks(_ statements: [String], _ store: TemporaryStore) throws {
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    defer { try? database.close() }
    try database.read { db in
      CountryLookup().install(in: db)
      for statement in Set(statements) {
        let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + statement)
        for row in plan where isWalk(row["detail"]) {
          let parent: Int64 = row["parent"]
          let isSorted = plan.contains {
            $0["parent"] == parent && ($0["detail"] as String) == "USE TEMP B-TREE FOR ORDER BY"
          }
          #expect(statement.contains("LIMIT") && !isSorted, "\(row["detail"] as String): \(statement)")
        }
      }
    }
  }

  /// Whether a step of a plan looks at all of a table, or at all that an agent or an environment has in it. The
  /// tables that do not grow with what agents send are left out.
  private static func isWalk(_ step: String) -> Bool {
    let walk = /(SCAN|SEARCH) (?<table>\w+)(?<rest>.*)/
    guard let match = step.wholeMatch(of: walk),
      !["agents", "environments", "conversation_counts", "api_keys", "CONSTANT"].contains(match.table)
    else { return false }
    return step.hasPrefix("SCAN")
      || match.rest.contains(/\((agent_id=\?|environment_id=\?)?( AND )?(deleted_at=\?)?\)/)
  }
}
