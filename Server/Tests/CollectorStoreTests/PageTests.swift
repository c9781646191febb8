import GRDB
import TestSupport
import Testing

@testable import CollectorStore

/// A page far into a list is found by the counts of days; it is the one that passing over every row would find.
@Suite struct PageTests {
  private static let days: [Int64] = [-3, -1, 0, 0, 0, 1, 20_000, 20_000, 20_001, 20_400]

  /// Conversations on several days around 1970 and long after, two agents, two environments, some deleted.
  private static func fill(_ store: TemporaryStore) async throws {
    _ = try await store.credential()
    _ = try store.store.createKey(agent: "Other", client: "Other")
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    defer { try? database.close() }
    try await database.write { db in
      let environments = try Row.fetchAll(db, sql: "SELECT agent_id, id FROM environments")
      for (number, day) in (0..<6).flatMap({ _ in days }).enumerated() {
        let time = day * Schema.day + Int64(number * 7_919_000_003) % Schema.day
        let environment = environments[number % environments.count]
        try db.execute(
          literal: """
            INSERT INTO conversations (agent_id, environment_id, conversation_id, fields_at, started_at,
              ended_at, received_at, deleted_at)
            VALUES (\(environment["agent_id"] as Int64), \(environment["id"] as Int64), \("c\(number)"), 0,
              \(time), \(time), 0, \(number % 7 == 0 ? 1 : nil))
            """)
      }
      // Some move to another day afterwards.
      try db.execute(sql: "UPDATE conversations SET started_at = started_at - 86400000000 WHERE id % 5 = 0")
    }
  }

  /// Spans of time in microseconds: all, whole days, parts of days, within a day, and none.
  private static let spans: [(after: Int64?, before: Int64?)] = [
    (nil, nil), (0, nil), (nil, Schema.day - 1), (-2 * Schema.day, 20_001 * Schema.day - 1),
    (-Schema.day / 2, 20_000 * Schema.day + Schema.day / 2), (1, Schema.day - 2), (0, 2 * Schema.day),
    (Schema.day / 3, nil), (nil, -1), (5 * Schema.day, 4 * Schema.day),
  ]

  @Test(arguments: spans.indices) func everyPageIsTheOneThatCountingFinds(span: Int) async throws {
    let (after, before) = Self.spans[span]
    let store = try TemporaryStore()
    try await Self.fill(store)
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    defer { try? database.close() }
    let scope = try await store.credential().scope
    for audience in [Audience.agent(scope), .everything(OperatorScope())] {
      for (environment, includesDeleted) in [(nil, false), (nil, true), ("development", false)] {
        var filter = ConversationFilter()
        filter.environment = environment
        filter.includesDeleted = includesDeleted
        filter.startedAfter = after.map(Timestamp.init(microseconds:))
        filter.startedBefore = before.map(Timestamp.init(microseconds:))
        for field in [ConversationOrder.Field.startedAt, .id] {
          for isDescending in [true, false] {
            let order = ConversationOrder(field: field, isDescending: isDescending)
            let all: SQLRequest<Int64> = """
              SELECT id FROM conversations WHERE \(filter.condition(for: audience)) ORDER BY \(order.clause)
              """
            let expected = try await database.read { try all.fetchAll($0) }
            #expect(expected.count > 5 || span > 0)
            for offset in 0...expected.count + 1 {
              let page = try await store.store.conversations(
                for: audience, filter: filter, order: order, offset: offset, limit: 4)
              #expect(page.conversations.map(\.id) == Array(expected.dropFirst(offset).prefix(4)))
              #expect(page.count == expected.count)
            }
          }
        }
      }
    }
  }

  @Test func onlyTheDayOfThePageIsPassedOver() async throws {
    let store = try TemporaryStore()
    try await Self.fill(store)
    let audience = Audience.agent(try await store.credential().scope)
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    defer { try? database.close() }
    for isDescending in [true, false] {
      let order = ConversationOrder(field: .startedAt, isDescending: isDescending)
      let rest = try await database.read { db in
        try (0..<25).map { offset in
          try ConversationFilter().place(db, for: audience, order: order, offset: offset).offset
        }
      }
      #expect(rest.max()! < 12, "\(rest)")
    }
  }
}
