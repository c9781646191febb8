import GRDB

/// Whose conversations are to be erased.
public enum ErasureSubject: Sendable, Equatable {
  case conversation(String, of: AgentName)
  /// A customer of one agent.
  case customer(String, of: AgentName)
  /// A customer of all agents of a client.
  case customerOfClient(String, client: String)
  /// Everything that an agent, or all agents of a client, have recorded.
  case agent(AgentName)
  case client(String)
}

extension CollectorStore {
  /// Removes what was recorded about a subject until now, for good, and keeps resends from bringing it back.
  /// A subject that nothing is known about leaves its tombstones all the same.
  /// - Parameter progress: Called with the conversations removed and found.
  /// - Throws: `TenantError`; `DatabaseError`, where what was removed until then stays removed: call it again.
  public func erase(
    _ subject: ErasureSubject, progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> ErasedRows {
    let eraser = try await ConversationEraser(self, tombstonesExpireAt: nil)
    let found = try await commit { db in
      let agents = try subject.agents(db)
      try subject.addTombstones(db, agents)
      return try subject.conversations(db, agents)
    }
    var removed = ErasedRows()
    for (index, row) in found.enumerated() {
      removed += try await eraser.erase(row)
      progress(index + 1, found.count)
    }
    try await forgetGoneTexts()
    return removed
  }

  /// Keeps a receipt, as JSON text.
  public func keep(receipt: String, erasedAt: Timestamp) async throws {
    try await commit { db in
      try db.execute(
        literal: "INSERT INTO erasures (erased_at, receipt) VALUES (\(erasedAt.microseconds), \(receipt))")
    }
  }

  /// The receipts of all erasures, oldest first, as JSON texts.
  public func erasureReceipts() throws -> [String] {
    try database.read { try String.fetchAll($0, sql: "SELECT receipt FROM erasures ORDER BY id") }
  }

  /// Rewrites the database file without what deleted rows have left in it, and empties the log beside it.
  /// Nobody can write meanwhile.
  public func vacuum() async throws {
    try await writeWithoutTransaction { db in
      try db.execute(sql: "VACUUM")
      _ = try db.checkpoint(.truncate)
    }
  }
}

extension ErasureSubject {
  fileprivate func agents(_ db: Database) throws -> [Int64] {
    switch self {
    case .conversation(_, let agent), .customer(_, let agent), .agent(let agent):
      [try requireAgent(db, agent)]
    case .customerOfClient(_, let client), .client(let client):
      try SQLRequest<Int64>("SELECT id FROM agents WHERE client_id = \(requireClient(db, client))")
        .fetchAll(db)
    }
  }

  fileprivate func addTombstones(_ db: Database, _ agents: [Int64]) throws {
    for agent in agents {
      let tombstones = Tombstones(db: db, agentID: agent)
      switch self {
      case .conversation(let id, _):
        try tombstones.add(.conversation, id, until: .now(), expiresAt: nil)
      case .customer(let id, _), .customerOfClient(let id, _):
        try tombstones.add(.customer, id, until: .now(), expiresAt: nil)
      case .agent, .client: break
      }
    }
  }

  fileprivate func conversations(_ db: Database, _ agents: [Int64]) throws -> [Int64] {
    let condition: SQL =
      switch self {
      case .conversation(let id, _): "conversation_id = \(id)"
      case .customer(let id, _), .customerOfClient(let id, _): "customer_id = \(id)"
      case .agent, .client: "1"
      }
    return try agents.flatMap { agent in
      try SQLRequest<Int64>("SELECT id FROM conversations WHERE agent_id = \(agent) AND \(condition)")
        .fetchAll(db)
    }
  }
}
