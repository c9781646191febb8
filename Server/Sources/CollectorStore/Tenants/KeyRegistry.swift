import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CollectorStore {
  /// Makes a key for an agent, and the agent, its client and its two environments where they are missing.
  /// The key itself is stored nowhere: whoever loses it makes another.
  /// - Throws: `StoreError.invalidName`.
  public func createKey(
    agent: String, client: String = "default", role: APIKey.Role = .write, now: Timestamp = .now()
  ) throws -> APIKey {
    let (agent, client) = (try checkedName(agent), try checkedName(client))
    let key = APIKey.random()
    try writer().write { db in
      let clientID = try findOrInsert(
        db, find: "SELECT id FROM clients WHERE name = ?", [client],
        insert: "INSERT INTO clients (name, created_at) VALUES (?, ?)", [client, now.microseconds])
      let agentID = try findOrInsert(
        db, find: "SELECT id FROM agents WHERE client_id = ? AND name = ?", [clientID, agent],
        insert: "INSERT INTO agents (client_id, name, created_at) VALUES (?, ?, ?)",
        [clientID, agent, now.microseconds])
      try insertStandardEnvironments(db, agentID: agentID, now: now)
      try db.execute(
        sql: """
          INSERT INTO api_keys (agent_id, name, role, hash, prefix, created_at) VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          agentID, agent, role.rawValue, Data(APIKey.hash(of: key.text)), key.prefix, now.microseconds,
        ])
    }
    return key
  }
}

/// Production and development exist for every agent, always.
private func insertStandardEnvironments(_ db: Database, agentID: Int64, now: Timestamp) throws {
  for (slug, name, isProduction) in [
    ("production", "Production", true), ("development", "Development", false),
  ] {
    try db.execute(
      sql: """
        INSERT INTO environments (agent_id, slug, name, is_production, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT (agent_id, slug) DO NOTHING
        """,
      arguments: [agentID, slug, name, isProduction, now.microseconds])
  }
}

private func findOrInsert(
  _ db: Database, find: String, _ key: StatementArguments, insert: String, _ values: StatementArguments
) throws -> Int64 {
  if let id = try Int64.fetchOne(db, sql: find, arguments: key) { return id }
  try db.execute(sql: insert, arguments: values)
  return db.lastInsertedRowID
}

private func checkedName(_ name: String) throws -> String {
  let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  guard !name.isEmpty, name.unicodeScalars.count <= 255, isPrintable else {
    throw StoreError.invalidName(name)
  }
  return name
}
