import GRDB
import TestSupport
import Testing

@testable import CollectorStore

/// How SQLite finds what the API asks for: by an index, in the order of the answer, without sorting and
/// without looking at every row. A plan does not depend on how much there is, so it is checked on little.
@Suite struct QueryPlanTests {
  private static func plan(_ request: SQLRequest<some Any>, _ store: TemporaryStore) throws -> String {
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    defer { try? database.close() }
    return try database.read { db in
      CountryLookup().install(in: db)
      let prepared = try request.makePreparedRequest(db)
      let rows = try Row.fetchAll(
        db, sql: "EXPLAIN QUERY PLAN " + prepared.statement.sql, arguments: prepared.statement.arguments)
      return rows.map { $0["detail"] as String }.joined(separator: "\n")
    }
  }

  private static func list(
    _ store: TemporaryStore, order: ConversationOrder = .newestFirst,
    _ change: (inout ConversationFilter) -> Void = { _ in }
  ) async throws -> String {
    var filter = ConversationFilter()
    change(&filter)
    let audience = Audience.agent(try await store.credential().scope)
    return try plan(
      ConversationRow.request(for: audience, filter: filter, order: order, offset: 1_000_000, limit: 15),
      store)
  }

  @Test func aListIsReadInOrderFromAnIndexAlone() async throws {
    let plan = try await Self.list(try TemporaryStore())
    #expect(
      plan.contains("USING COVERING INDEX conversations_listed (agent_id=? AND deleted_at=?)"), "\(plan)")
    // What is sorted is the one page that was found.
    #expect(
      !plan.contains("SCAN conversations\n")
        && plan.contains("SEARCH conversations USING INTEGER PRIMARY KEY"), "\(plan)")
  }

  @Test func aFilterThatSelectsFewHasItsIndex() async throws {
    let store = try TemporaryStore()
    let plans = [
      ("conversations_of_environment", try await Self.list(store) { $0.environment = "development" }),
      ("conversations_of_customer", try await Self.list(store) { $0.customerID = "k" }),
      ("conversations_marked", try await Self.list(store) { $0.isMarked = true }),
      ("conversations_listed", try await Self.list(store) { $0.startedAfter = .now() }),
      ("sqlite_autoindex_conversations_1", try await Self.list(store) { $0.conversationID = "c" }),
    ]
    for (index, plan) in plans { #expect(plan.contains(index), "\(index): \(plan)") }
    let sorted = try await Self.list(store) { $0.environment = "development" }
    #expect(sorted.components(separatedBy: "USE TEMP B-TREE FOR ORDER BY").count <= 2, "\(sorted)")
  }

  /// What is left to count where the counts of days do not tell.
  @Test func countingAFewDoesNotGoThroughAll() async throws {
    let store = try TemporaryStore()
    let audience = Audience.agent(try await store.credential().scope)
    func count(_ change: (inout ConversationFilter) -> Void) throws -> String {
      var filter = ConversationFilter()
      change(&filter)
      return try Self.plan(filter.countRequest(for: audience), store)
    }
    let plans = [
      ("INDEX conversations_of_customer (agent_id=? AND customer_id=?)", try count { $0.customerID = "k" }),
      (
        "INDEX conversations_of_customer (agent_id=? AND customer_id=?)",
        try count {
          $0.customerID = "k"
          $0.environment = "development"
        }
      ),
      (
        "INDEX conversations_of_customer (agent_id=? AND customer_id=? AND started_at>?)",
        try count {
          $0.customerID = "k"
          $0.startedAfter = .now()
        }
      ),
      ("INDEX conversations_marked", try count { $0.isMarked = true }),
    ]
    for (index, plan) in plans { #expect(plan.contains(index), "\(index): \(plan)") }
  }

  /// The parts of a transcript, of one conversation or of a page of them.
  @Test func aTranscriptIsFoundByItsConversation() throws {
    let store = try TemporaryStore()
    for (table, column) in [
      ("messages", "conversation"), ("action_logs", "conversation"), ("buttons", "conversation"),
      ("attachments", "conversation"), ("attachments", "message"), ("token_usage", "conversation"),
      ("feedbacks", "conversation"), ("tickets", "conversation"), ("tickets", "feedback"),
      ("ticket_comments", "ticket"), ("spans", "trace_id"), ("action_logs", "action"),
    ] {
      let request: SQLRequest<Row> = "SELECT * FROM \(sql: table) WHERE \(sql: column) IN (1, 2)"
      let plan = try Self.plan(request, store)
      #expect(plan.hasPrefix("SEARCH \(table) USING"), "\(plan)")
    }
    let vote: SQLRequest<Row> = "SELECT * FROM feedbacks WHERE kind = 'message' AND message = 1"
    #expect(try Self.plan(vote, store).contains("USING INDEX votes"))
  }
}
