import GRDB

extension CollectorStore {
  /// All clients by name.
  public func clients() throws -> [ClientRow] {
    try database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, name, created_at, (SELECT count(*) FROM agents WHERE agents.client_id = clients.id)
          FROM clients ORDER BY name
          """
      ).map {
        ClientRow(id: $0[0], name: $0[1], createdAt: Timestamp(microseconds: $0[2]), agentCount: $0[3])
      }
    }
  }

  /// - Throws: `TenantError.alreadyExists`; `StoreError.invalidName`.
  public func createClient(_ name: String, now: Timestamp = .now()) throws {
    let name = try checkedName(name)
    _ = try writer().write { db in try insertClient(db, name, now) }
  }

  /// - Throws: `TenantError.alreadyExists`; `StoreError.invalidName`.
  public func createClient(
    _ name: String, for scope: OperatorScope, now: Timestamp = .now()
  ) async throws -> ClientScope {
    let name = try checkedName(name)
    return try await commit { db in ClientScope(clientID: try insertClient(db, name, now)) }
  }

  /// - Throws: `TenantError`; `StoreError.invalidName`.
  public func renameClient(_ name: String, to newName: String) throws {
    let newName = try checkedName(newName)
    try writer().write { db in
      let id = try requireClient(db, name)
      if let other = try clientID(db, newName), other != id {
        throw TenantError.alreadyExists(kind: "client", name: newName)
      }
      try db.execute(literal: "UPDATE clients SET name = \(newName) WHERE id = \(id)")
    }
  }

  /// Deletes a client, its agents and their keys.
  /// - Throws: `TenantError.hasConversations` unless they have been erased.
  public func deleteClient(_ name: String) throws {
    try writer().write { db in
      let id = try requireClient(db, name)
      let count: SQLRequest<Int> = """
        SELECT count(*) FROM conversations JOIN agents ON agents.id = conversations.agent_id
        WHERE agents.client_id = \(id)
        """
      let conversations = try count.fetchOne(db) ?? 0
      guard conversations == 0 else {
        throw TenantError.hasConversations(kind: "client", name: name, count: conversations)
      }
      try db.execute(literal: "DELETE FROM clients WHERE id = \(id)")
    }
  }
}

private func insertClient(_ db: Database, _ name: String, _ now: Timestamp) throws -> Int64 {
  guard try clientID(db, name) == nil else { throw TenantError.alreadyExists(kind: "client", name: name) }
  try db.execute(literal: "INSERT INTO clients (name, created_at) VALUES (\(name), \(now.microseconds))")
  return db.lastInsertedRowID
}

func clientID(_ db: Database, _ name: String) throws -> Int64? {
  try SQLRequest<Int64>("SELECT id FROM clients WHERE name = \(name)").fetchOne(db)
}

/// - Throws: `TenantError.unknown`.
func requireClient(_ db: Database, _ name: String) throws -> Int64 {
  guard let id = try clientID(db, name) else { throw TenantError.unknown(kind: "client", name: name) }
  return id
}
