import GRDB

/// How long the conversations of a client are kept.
public struct RetentionRow: Sendable, Equatable {
  public let client: String
  /// A slug; nil for all environments that have no period of their own.
  public let environment: String?
  public let days: Int
}

extension CollectorStore {
  /// All periods, by client and environment.
  public func retention() throws -> [RetentionRow] {
    try database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT clients.name, nullif(environment, ''), days FROM retention
          JOIN clients ON clients.id = client_id ORDER BY 1, 2
          """
      ).map { RetentionRow(client: $0[0], environment: $0[1], days: $0[2]) }
    }
  }

  /// - Parameter days: At least 1; nil removes the period.
  /// - Throws: `TenantError.unknown`.
  public func setRetention(days: Int?, client: String, environment: String? = nil) throws {
    try writer().write { db in
      try writeRetention(db, days, clientID: requireClient(db, client), environment: environment ?? "")
    }
  }

  /// Removes the conversations whose period is over: nothing of them has arrived for so many days. What the
  /// clocks of senders say plays no part.
  ///
  /// A resend of one is kept away for 90 days more.
  public func applyRetention(now: Timestamp = .now()) async throws -> ErasedRows {
    let eraser = try await ConversationEraser(
      self, tombstonesExpireAt: now.adding(days: Self.tombstoneDays))
    var removed = ErasedRows()
    for rule in try await database.read({ try ExpiryRule.all($0, now: now) }) {
      var last: (received: Int64, id: Int64) = (.min, .min)
      while true {
        let position = last
        let found = try await database.read { try rule.expired($0, after: position) }
        guard let end = found.last else { break }
        for conversation in found {
          removed += try await eraser.erase(conversation.id, if: rule.condition)
          try Task.checkCancellation()
        }
        last = end
      }
    }
    try await commit { try Tombstones.forget($0, before: now) }
    try await forgetGoneTexts()
    return removed
  }

  /// How many conversations `applyRetention` would remove.
  public func countExpired(now: Timestamp = .now()) throws -> Int {
    try database.read { db in
      try ExpiryRule.all(db, now: now).reduce(0) { sum, rule in
        let count: SQLRequest<Int> = "SELECT count(*) FROM conversations WHERE \(rule.condition)"
        return sum + (try count.fetchOne(db) ?? 0)
      }
    }
  }

  private static let tombstoneDays = 90
}

func writeRetention(_ db: Database, _ days: Int?, clientID: Int64, environment: String) throws {
  guard let days else {
    return try db.execute(
      literal: "DELETE FROM retention WHERE client_id = \(clientID) AND environment = \(environment)")
  }
  try db.execute(
    literal: """
      INSERT INTO retention (client_id, environment, days) VALUES (\(clientID), \(environment), \(days))
      ON CONFLICT (client_id, environment) DO UPDATE SET days = excluded.days
      """)
}

/// What is over in one environment of one agent.
private struct ExpiryRule {
  /// Over `conversations`.
  let condition: SQL

  static func all(_ db: Database, now: Timestamp) throws -> [ExpiryRule] {
    // The period of the environment itself goes before that of all environments.
    let rows: SQLRequest<Row> = """
      SELECT agents.id, environments.id, coalesce(own.days, others.days)
      FROM environments JOIN agents ON agents.id = environments.agent_id
      LEFT JOIN retention own ON own.client_id = agents.client_id AND own.environment = environments.slug
      LEFT JOIN retention others ON others.client_id = agents.client_id AND others.environment = ''
      WHERE coalesce(own.days, others.days) IS NOT NULL
      """
    return try rows.fetchAll(db).map { row in
      let (agent, environment): (Int64, Int64) = (row[0], row[1])
      let start = now.adding(days: -(row[2] as Int)).microseconds
      return ExpiryRule(
        condition: """
          conversations.agent_id = \(agent) AND conversations.environment_id = \(environment)
            AND conversations.received_at < \(start)
            AND NOT EXISTS (SELECT 1 FROM spans
              WHERE spans.conversation = conversations.id AND spans.received_at >= \(start))
            AND NOT EXISTS (SELECT 1 FROM attachments
              WHERE attachments.conversation = conversations.id AND attachments.received_at >= \(start))
          """)
    }
  }

  /// The next ones by arrival.
  func expired(
    _ db: Database, after position: (received: Int64, id: Int64)
  ) throws -> [(received: Int64, id: Int64)] {
    let rows: SQLRequest<Row> = """
      SELECT received_at, id FROM conversations WHERE \(condition)
        AND (received_at, id) > (\(position.received), \(position.id)) ORDER BY received_at, id LIMIT 200
      """
    return try rows.fetchAll(db).map { ($0[0], $0[1]) }
  }
}

extension Timestamp {
  func adding(days: Int) -> Timestamp {
    Timestamp(microseconds: microseconds + Int64(days) * 86_400_000_000)
  }
}
