import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An agent as its API keys see it, and the environments its conversations can belong to.
public struct Credential: Sendable {
  public let scope: AgentScope
  public let agentName: String
  /// Under which name the key writes.
  public let keyName: String
  public let role: APIKey.Role
  public let environments: [EnvironmentRow]
}

public struct EnvironmentRow: Sendable, Equatable {
  public let id: Int64
  public let slug: String
  public let name: String
  public let isProduction: Bool
  public let createdAt: Timestamp
  public let updatedAt: Timestamp
}

public enum CredentialError: Error, Equatable {
  case unknownKey
  case revokedKey
}

extension CollectorStore {
  /// Looks a key up in the last commit, with no cache in between: a new key works and a revoked one fails
  /// from the next request on, whichever process changed it.
  /// - Throws: `CredentialError`.
  public func authenticate(_ key: String) async throws -> Credential {
    // Keys compare without regard to case on the wire; they are made and hashed in lower case.
    let hash = APIKey.hash(of: key.lowercased())
    return try await database.read { db in
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT api_keys.agent_id, agents.name, api_keys.role, api_keys.revoked_at, api_keys.name
            FROM api_keys JOIN agents ON agents.id = api_keys.agent_id WHERE api_keys.hash = ?
            """),
        arguments: [Data(hash)])
      guard let row, let role = APIKey.Role(rawValue: row[2]) else { throw CredentialError.unknownKey }
      guard row[3] == nil else { throw CredentialError.revokedKey }
      let scope = AgentScope(agentID: row[0])
      return Credential(
        scope: scope, agentName: row[1], keyName: row[4], role: role,
        environments: try fetchEnvironments(db, of: scope))
    }
  }
}

func fetchEnvironments(_ db: Database, of scope: AgentScope) throws -> [EnvironmentRow] {
  let statement = try db.cachedStatement(
    sql: """
      SELECT id, slug, name, is_production, created_at, updated_at FROM environments
      WHERE agent_id = ? ORDER BY id
      """)
  return try Row.fetchAll(statement, arguments: [scope.agentID]).map { row in
    EnvironmentRow(
      id: row[0], slug: row[1], name: row[2], isProduction: row[3],
      createdAt: Timestamp(microseconds: row[4]), updatedAt: Timestamp(microseconds: row[5]))
  }
}
