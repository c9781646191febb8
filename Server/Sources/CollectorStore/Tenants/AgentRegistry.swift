import GRDB

extension CollectorStore {
  /// The agents of a client, or of all, by client and name.
  /// - Throws: `TenantError.unknown` for a client that does not exist.
  public func agents(ofClient client: String? = nil) throws -> [AgentRow] {
    try database.read { db in
      let only = try client.map { try requireClient(db, $0) }
      let rows: SQLRequest<Row> = """
        SELECT agents.id, clients.name, agents.name, agents.created_at,
          (SELECT count(*) FROM api_keys WHERE agent_id = agents.id AND revoked_at IS NULL),
          (SELECT count(*) FROM conversations WHERE agent_id = agents.id)
        FROM agents JOIN clients ON clients.id = agents.client_id
        WHERE agents.client_id = coalesce(\(only), agents.client_id) ORDER BY clients.name, agents.name
        """
      return try rows.fetchAll(db).map {
        AgentRow(
          id: $0[0], client: $0[1], name: $0[2], createdAt: Timestamp(microseconds: $0[3]), keyCount: $0[4],
          conversationCount: $0[5])
      }
    }
  }

  /// Makes an agent with its two environments, and its client where that is missing.
  /// - Throws: `TenantError.alreadyExists`; `StoreError.invalidName`.
  public func createAgent(_ name: String, client: String, now: Timestamp = .now()) throws {
    let (name, client) = (try checkedName(name), try checkedName(client))
    try writer().write { db in
      if let owner = try clientID(db, client), try agentID(db, name, ofClient: owner) != nil {
        throw TenantError.alreadyExists(kind: "agent", name: name)
      }
      _ = try findOrCreateAgent(db, name, client: client, now: now)
    }
  }

  /// - Throws: `TenantError`; `StoreError.invalidName`.
  public func renameAgent(_ name: AgentName, to newName: String) throws {
    let newName = try checkedName(newName)
    try writer().write { db in
      let id = try requireAgent(db, name)
      let taken: SQLRequest<Int64> = """
        SELECT id FROM agents WHERE name = \(newName) AND id <> \(id)
          AND client_id = (SELECT client_id FROM agents WHERE id = \(id))
        """
      guard try taken.fetchOne(db) == nil else {
        throw TenantError.alreadyExists(kind: "agent", name: newName)
      }
      try db.execute(literal: "UPDATE agents SET name = \(newName) WHERE id = \(id)")
    }
  }

  /// Deletes an agent and its keys.
  /// - Throws: `TenantError.hasConversations` unless they have been erased.
  public func deleteAgent(_ name: AgentName) throws {
    try writer().write { db in
      let id = try requireAgent(db, name)
      let count: SQLRequest<Int> = "SELECT count(*) FROM conversations WHERE agent_id = \(id)"
      let conversations = try count.fetchOne(db) ?? 0
      guard conversations == 0 else {
        throw TenantError.hasConversations(kind: "agent", name: name.agent, count: conversations)
      }
      try db.execute(literal: "DELETE FROM agents WHERE id = \(id)")
    }
  }
}

func agentID(_ db: Database, _ name: String, ofClient client: Int64) throws -> Int64? {
  try SQLRequest<Int64>("SELECT id FROM agents WHERE client_id = \(client) AND name = \(name)").fetchOne(db)
}

/// - Throws: `TenantError.unknown`, `TenantError.ambiguousAgent`.
func requireAgent(_ db: Database, _ name: AgentName) throws -> Int64 {
  let rows: SQLRequest<Row> = """
    SELECT agents.id, clients.name FROM agents JOIN clients ON clients.id = agents.client_id
    WHERE agents.name = \(name.agent) AND clients.name = coalesce(\(name.client), clients.name)
    ORDER BY clients.name
    """
  let found = try rows.fetchAll(db)
  guard let first = found.first else { throw TenantError.unknown(kind: "agent", name: name.agent) }
  guard found.count == 1 else {
    throw TenantError.ambiguousAgent(name.agent, clients: found.map { $0[1] })
  }
  return first[0]
}

/// The agent's row, with its client and standard environments, all made where they are missing.
func findOrCreateAgent(_ db: Database, _ name: String, client: String, now: Timestamp) throws -> Int64 {
  let clientID = try findOrInsert(
    db, find: "SELECT id FROM clients WHERE name = ?", [client],
    insert: "INSERT INTO clients (name, created_at) VALUES (?, ?)", [client, now.microseconds])
  return try findOrCreateAgent(db, name, clientID: clientID, now: now)
}

func findOrCreateAgent(_ db: Database, _ name: String, clientID: Int64, now: Timestamp) throws -> Int64 {
  let agentID = try findOrInsert(
    db, find: "SELECT id FROM agents WHERE client_id = ? AND name = ?", [clientID, name],
    insert: "INSERT INTO agents (client_id, name, created_at) VALUES (?, ?, ?)",
    [clientID, name, now.microseconds])
  try insertStandardEnvironments(db, agentID: agentID, now: now)
  return agentID
}

private func findOrInsert(
  _ db: Database, find: String, _ key: StatementArguments, insert: String, _ values: StatementArguments
) throws -> Int64 {
  if let id = try Int64.fetchOne(db, sql: find, arguments: key) { return id }
  try db.execute(sql: insert, arguments: values)
  return db.lastInsertedRowID
}
