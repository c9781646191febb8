import GRDB

/// An agent or an environment that a page can be narrowed to.
public struct TenantChoice: Sendable, Equatable {
  /// The agent's row, or the environment's slug.
  public let id: String
  public let name: String
}

extension CollectorStore {
  /// The agents that `audience` may see, by name; with their client's name where there is more than one client.
  public func agentChoices(for audience: Audience) async throws -> [TenantChoice] {
    let owned = audience.owns("agents.id") ?? "1"
    return try await database.read { db in
      let rows: SQLRequest<Row> = """
        SELECT agents.id, agents.name, clients.name FROM agents JOIN clients ON clients.id = agents.client_id
        WHERE \(owned) ORDER BY clients.name, agents.name
        """
      let found = try rows.fetchAll(db)
      let hasMoreClients = Set(found.map { $0[2] as String }).count > 1
      return found.map { row in
        let (id, name, client): (Int64, String, String) = (row[0], row[1], row[2])
        return TenantChoice(id: "\(id)", name: hasMoreClients ? "\(client): \(name)" : name)
      }
    }
  }

  /// The environments that the agents of `audience` have, each slug once.
  public func environmentChoices(for audience: Audience) async throws -> [TenantChoice] {
    let owned = audience.owns("agent_id") ?? "1"
    return try await database.read { db in
      let rows: SQLRequest<Row> = """
        SELECT slug, min(name) FROM environments WHERE \(owned) GROUP BY slug ORDER BY min(id)
        """
      return try rows.fetchAll(db).map { TenantChoice(id: $0[0], name: $0[1]) }
    }
  }
}
