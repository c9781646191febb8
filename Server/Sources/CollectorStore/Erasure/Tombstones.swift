import Crypto
import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What an agent's erased conversations and customers leave behind, so that a resend does not bring them back.
struct Tombstones {
  enum Kind: String { case conversation, customer }

  let db: Database
  let agentID: Int64

  /// The moment up to which nothing of the conversation or of the customer is taken any more; nil where
  /// neither was erased.
  func until(conversation: String?, customer: String?) throws -> Timestamp? {
    guard try exist() else { return nil }
    let times = try [(Kind.conversation, conversation), (.customer, customer)].compactMap { kind, name in
      try name.flatMap { try until(kind, $0) }
    }
    return times.max()
  }

  /// - Parameter expiresAt: When it may be forgotten; nil for never. The later of two counts.
  func add(_ kind: Kind, _ name: String, until: Timestamp, expiresAt: Timestamp?) throws {
    try db.execute(
      literal: """
        INSERT INTO tombstones (agent_id, kind, hash, until, expires_at)
        VALUES (\(agentID), \(kind.rawValue), \(Self.hash(name)), \(until.microseconds),
          \(expiresAt?.microseconds))
        ON CONFLICT (agent_id, kind, hash) DO UPDATE SET until = max(until, excluded.until),
          expires_at = iif(expires_at IS NULL, NULL,
            iif(excluded.expires_at IS NULL, NULL, max(expires_at, excluded.expires_at)))
        """)
  }

  /// Drops those whose time has come, of all agents.
  static func forget(_ db: Database, before now: Timestamp) throws {
    try db.execute(literal: "DELETE FROM tombstones WHERE expires_at < \(now.microseconds)")
  }

  /// Most agents have none, which saves the hashing.
  private func exist() throws -> Bool {
    var statement = try InsertStatement(db, "SELECT 1 FROM tombstones WHERE agent_id = ? LIMIT 1")
    statement.bind(agentID)
    return try statement.run(db) != nil
  }

  private func until(_ kind: Kind, _ name: String) throws -> Timestamp? {
    var statement = try InsertStatement(
      db, "SELECT until FROM tombstones WHERE agent_id = ? AND kind = ? AND hash = ?")
    statement.bind(agentID)
    statement.bind(kind.rawValue)
    Self.hash(name).withUnsafeBytes { statement.bind(blob: $0) }
    return try statement.run(db).map(Timestamp.init(microseconds:))
  }

  private static func hash(_ name: String) -> Data { Data(SHA256.hash(data: Array(name.utf8))) }
}
