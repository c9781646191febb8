import GRDB

/// What a client's owners do with their own agents, keys and environments, and with nobody else's.
extension CollectorStore {
  /// The client's agents by name, each with its environments.
  public func agents(of client: ClientScope) async throws -> [OwnAgent] {
    try await database.read { db in
      try Row.fetchAll(
        db, sql: "SELECT id, name FROM agents WHERE client_id = ? ORDER BY name", arguments: [client.clientID]
      ).map { row in
        OwnAgent(
          id: row[0], name: row[1], environments: try fetchEnvironments(db, of: AgentScope(agentID: row[0])))
      }
    }
  }

  /// The client's keys by agent and age, revoked ones too.
  public func keys(of client: ClientScope) async throws -> [KeyRow] {
    try await database.read { db in try KeyRow.fetch(db, clientID: client.clientID) }
  }

  /// Makes a key, and the agent where the client has none of that name.
  /// - Throws: `StoreError.invalidName`.
  public func createKey(
    agent: String, role: APIKey.Role, name: String, of client: ClientScope, now: Timestamp = .now()
  ) async throws -> APIKey {
    let (agent, name) = (try checkedName(agent), try checkedName(name.isEmpty ? agent : name))
    let key = APIKey.random()
    try await commit { db in
      let agentID = try findOrCreateAgent(db, agent, clientID: client.clientID, now: now)
      try insertKey(db, key, name: name, role: role, agentID: agentID, now: now)
    }
    return key
  }

  /// Ends a key from the next request on. A second call changes nothing.
  /// - Throws: `TenantError.unknown`.
  public func revokeKey(_ id: Int64, of client: ClientScope, now: Timestamp = .now()) async throws {
    try await commit { db in
      guard try !KeyRow.fetch(db, id: id, clientID: client.clientID).isEmpty else {
        throw TenantError.unknown(kind: "key", name: "\(id)")
      }
      try db.execute(
        literal:
          "UPDATE api_keys SET revoked_at = coalesce(revoked_at, \(now.microseconds)) WHERE id = \(id)")
    }
  }

  /// - Throws: `TenantError`; `StoreError.invalidName`.
  public func createEnvironment(
    _ slug: String, name: String, isProduction: Bool, ofAgent agent: Int64, of client: ClientScope,
    now: Timestamp = .now()
  ) async throws {
    try await commit { db in
      try insertEnvironment(
        db, slug, name: name, isProduction: isProduction, agentID: requireAgent(db, agent, of: client),
        now: now)
    }
  }

  /// Changes the name that people read; the slug stays.
  /// - Throws: `TenantError`; `StoreError.invalidName`.
  public func renameEnvironment(
    _ slug: String, to name: String, ofAgent agent: Int64, of client: ClientScope, now: Timestamp = .now()
  ) async throws {
    try await commit { db in
      guard let id = try environmentID(db, slug, ofAgent: requireAgent(db, agent, of: client)) else {
        throw TenantError.unknown(kind: "environment", name: slug)
      }
      try updateEnvironment(db, id, name: name, now: now)
    }
  }

  /// - Throws: `TenantError`.
  public func deleteEnvironment(_ slug: String, ofAgent agent: Int64, of client: ClientScope) async throws {
    try await commit { db in try removeEnvironment(db, slug, agentID: requireAgent(db, agent, of: client)) }
  }

  /// Days that conversations are kept, by the slug of an environment; '' stands for all that have no period of
  /// their own.
  public func retention(of client: ClientScope) async throws -> [String: Int] {
    try await database.read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT environment, days FROM retention WHERE client_id = ?", arguments: [client.clientID])
      return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Sets or, where it is nil, removes the period of each environment named.
  public func setRetention(_ days: [String: Int?], of client: ClientScope) async throws {
    try await commit { db in
      for (environment, days) in days {
        try writeRetention(db, days, clientID: client.clientID, environment: environment)
      }
    }
  }
}

/// An agent as the settings of its client show it.
public struct OwnAgent: Sendable, Equatable {
  public let id: Int64
  public let name: String
  public let environments: [EnvironmentRow]
}

/// - Throws: `TenantError.unknown` where the client has no such agent.
private func requireAgent(_ db: Database, _ id: Int64, of client: ClientScope) throws -> Int64 {
  let own: SQLRequest<Int64> = "SELECT id FROM agents WHERE id = \(id) AND client_id = \(client.clientID)"
  guard let found = try own.fetchOne(db) else { throw TenantError.unknown(kind: "agent", name: "\(id)") }
  return found
}
