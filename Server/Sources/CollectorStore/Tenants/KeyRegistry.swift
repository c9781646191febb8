import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CollectorStore {
  /// Makes a key for an agent, and the agent, its client and its two environments where they are missing.
  /// The key itself is stored nowhere: whoever loses it makes another.
  /// - Parameter name: Who writes with the key; nil for the agent's name.
  /// - Throws: `StoreError.invalidName`.
  public func createKey(
    agent: String, client: String = "default", role: APIKey.Role = .write, name: String? = nil,
    now: Timestamp = .now()
  ) throws -> APIKey {
    let (agent, client) = (try checkedName(agent), try checkedName(client))
    let name = try checkedName(name ?? agent)
    let key = APIKey.random()
    try writer().write { db in
      let agentID = try findOrCreateAgent(db, agent, client: client, now: now)
      try insertKey(db, key, name: name, role: role, agentID: agentID, now: now)
    }
    return key
  }

  /// The keys of a client, an agent, or all, by client, agent and age, revoked ones too.
  public func keys(client: String? = nil, agent: String? = nil) throws -> [KeyRow] {
    try database.read { db in try KeyRow.fetch(db, client: client, agent: agent) }
  }

  /// Ends a key. A running server refuses it from the next request on. A second call changes nothing.
  /// - Parameter name: Its id, its first characters, or all of it.
  /// - Throws: `TenantError`.
  public func revokeKey(_ name: String, now: Timestamp = .now()) throws -> KeyRow {
    try writer().write { db in
      let id = try find(db, name)
      try db.execute(
        literal: """
          UPDATE api_keys SET revoked_at = coalesce(revoked_at, \(now.microseconds)) WHERE id = \(id)
          """)
      guard let row = try KeyRow.fetch(db, id: id).first else {
        throw TenantError.unknown(kind: "key", name: name)
      }
      return row
    }
  }

  private func find(_ db: Database, _ name: String) throws -> Int64 {
    let name = name.lowercased()
    let hash = Data(APIKey.hash(of: name))
    let whole: SQLRequest<Int64> = "SELECT id FROM api_keys WHERE hash = \(hash) OR id = \(Int64(name))"
    if let id = try whole.fetchOne(db) { return id }
    let starting: SQLRequest<Int64> = """
      SELECT id FROM api_keys WHERE length(\(name)) >= 8 AND substr(prefix, 1, length(\(name))) = \(name)
      """
    let ids = try starting.fetchAll(db)
    guard ids.count <= 1 else { throw TenantError.ambiguousKey(prefix: name) }
    guard let id = ids.first else {
      // The name may be most of a key, which belongs on no screen.
      throw TenantError.unknown(kind: "key", name: String(name.prefix(12)))
    }
    return id
  }
}

func insertKey(
  _ db: Database, _ key: APIKey, name: String, role: APIKey.Role, agentID: Int64, now: Timestamp
) throws {
  try db.execute(
    sql: "INSERT INTO api_keys (agent_id, name, role, hash, prefix, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    arguments: [
      agentID, name, role.rawValue, Data(APIKey.hash(of: key.text)), key.prefix, now.microseconds,
    ])
}

extension KeyRow {
  static func fetch(
    _ db: Database, client: String? = nil, agent: String? = nil, id: Int64? = nil, clientID: Int64? = nil
  ) throws -> [KeyRow] {
    let rows: SQLRequest<Row> = """
      SELECT api_keys.id, prefix, api_keys.name, clients.name, agents.name, role, api_keys.created_at, revoked_at
      FROM api_keys JOIN agents ON agents.id = api_keys.agent_id JOIN clients ON clients.id = agents.client_id
      WHERE clients.name = coalesce(\(client), clients.name) AND agents.name = coalesce(\(agent), agents.name)
        AND api_keys.id = coalesce(\(id), api_keys.id) AND clients.id = coalesce(\(clientID), clients.id)
      ORDER BY clients.name, agents.name, api_keys.id
      """
    return try rows.fetchAll(db).map {
      KeyRow(
        id: $0[0], prefix: $0[1], name: $0[2], client: $0[3], agent: $0[4],
        role: APIKey.Role(rawValue: $0[5]) ?? .read, createdAt: Timestamp(microseconds: $0[6]),
        revokedAt: $0.timestamp(7))
    }
  }
}

func checkedName(_ name: String) throws -> String {
  let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  guard !name.isEmpty, name.unicodeScalars.count <= 255, isPrintable else {
    throw StoreError.invalidName(name)
  }
  return name
}
