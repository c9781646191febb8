import GRDB

/// A link with which anybody can read one conversation. Its token is known to whoever has the link alone.
public struct Share: Sendable, Equatable {
  public let id: Int64
  /// The name of the person who made it; nil where their account is gone.
  public let madeBy: String?
  public let expiresAt: Timestamp

  /// Days for which a link can be made.
  public static let lifetimes = [1, 7, 30, 90]
}

extension CollectorStore {
  /// Makes a link to a conversation that the caller has read.
  public func share(
    _ conversation: ConversationRow, days: Int, by person: Person, now: Timestamp = .now()
  ) async throws -> SecretToken {
    let token = SecretToken.random()
    try await commit { db in
      try db.execute(sql: "DELETE FROM shares WHERE expires_at <= ?", arguments: [now.microseconds])
      try db.execute(
        sql: "INSERT INTO shares (conversation, hash, person, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          conversation.id, token.hash, person.id, now.microseconds,
          now.microseconds + Int64(days) * 86_400_000_000,
        ])
    }
    return token
  }

  /// The links to a conversation that open it now, newest first.
  public func shares(of conversation: ConversationRow, now: Timestamp = .now()) async throws -> [Share] {
    try await database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT shares.id, people.name, shares.expires_at
          FROM shares LEFT JOIN people ON people.id = shares.person
          WHERE shares.conversation = ? AND shares.expires_at > ? ORDER BY shares.id DESC
          """, arguments: [conversation.id, now.microseconds]
      ).map { Share(id: $0[0], madeBy: $0[1], expiresAt: Timestamp(microseconds: $0[2])) }
    }
  }

  /// Ends a link of this conversation at once.
  public func revokeShare(_ id: Int64, of conversation: ConversationRow) async throws {
    try await commit { db in
      try db.execute(
        sql: "DELETE FROM shares WHERE id = ? AND conversation = ?", arguments: [id, conversation.id])
    }
  }

  /// What a link opens, and whose it is; nil where it is revoked or past its time, or its conversation deleted.
  public func shared(
    _ token: SecretToken, now: Timestamp = .now()
  ) async throws -> (client: ClientScope, conversation: ConversationRow, transcript: Transcript)? {
    try await database.read { db in
      let found = try Row.fetchOne(
        db,
        sql: """
          SELECT shares.conversation, agents.client_id FROM shares
          JOIN conversations ON conversations.id = shares.conversation
          JOIN agents ON agents.id = conversations.agent_id
          WHERE shares.hash = ? AND shares.expires_at > ? AND conversations.deleted_at IS NULL
          """, arguments: [token.hash, now.microseconds])
      guard let found else { return nil }
      let client = ClientScope(clientID: found[1])
      guard let conversation = try ConversationRow.fetch(db, found[0], for: .client(client)) else {
        return nil
      }
      return (
        client, conversation, try Transcript.fetch(db, of: [conversation])[conversation.id] ?? Transcript()
      )
    }
  }
}
