import GRDB

extension CollectorStore {
  /// Whether somebody runs this collector already.
  public func hasOperator() async throws -> Bool {
    try await database.read { db in
      try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM people WHERE is_operator)") ?? false
    }
  }

  /// A new set-up link for an operator. Those made before are not valid any more.
  public func inviteOperator(now: Timestamp = .now()) async throws -> SecretToken {
    try await commit { db in
      try db.execute(sql: "DELETE FROM invitations WHERE role = 'operator'")
      return try insertInvitation(db, client: nil, role: "operator", note: "", now: now)
    }
  }

  /// A new invitation to a client.
  public func invite(
    to client: ClientScope, role: ClientRole, note: String, now: Timestamp = .now()
  ) async throws -> SecretToken {
    guard note.isPrintable, note.unicodeScalars.count <= 255 else { throw PersonError.invalidPersonName }
    return try await commit { db in
      try insertInvitation(db, client: client, role: role.rawValue, note: note, now: now)
    }
  }

  /// The invitation of a link; nil where it is used, withdrawn or past its time.
  public func invitation(_ token: SecretToken, now: Timestamp = .now()) async throws -> Invitation? {
    try await database.read { db in try fetchInvitation(db, token, now) }
  }

  /// The open invitations to a client, newest first.
  public func invitations(to client: ClientScope, now: Timestamp = .now()) async throws -> [Invitation] {
    try await database.read { db in
      try Row.fetchAll(
        db,
        sql: invitationQuery
          + " WHERE invitations.client_id = ? AND expires_at > ? ORDER BY invitations.id DESC",
        arguments: [client.clientID, now.microseconds]
      ).map(Invitation.init)
    }
  }

  public func withdrawInvitation(_ id: Int64, to client: ClientScope) async throws {
    try await commit { db in
      try db.execute(
        sql: "DELETE FROM invitations WHERE id = ? AND client_id = ?", arguments: [id, client.clientID])
    }
  }

  /// Makes the invited person, and uses the link up.
  /// - Throws: `PersonError`.
  public func accept(
    _ token: SecretToken, login: String, name: String, password: PasswordHash, now: Timestamp = .now()
  ) async throws -> Person {
    try checkPerson(login: login, name: name)
    return try await commit { db in
      guard let invitation = try fetchInvitation(db, token, now) else { throw PersonError.linkNotValid }
      let person = try insertPerson(
        db, login: login, name: name, password: password, isOperator: invitation.membership == nil, now: now)
      if let membership = invitation.membership {
        try writeRole(db, of: person.id, membership.role, in: membership.scope)
      }
      try db.execute(sql: "DELETE FROM invitations WHERE id = ?", arguments: [invitation.id])
      return person
    }
  }

  /// Lets somebody who has an account already into the invitation's client, and uses the link up. A role
  /// that is higher already stays.
  public func accept(_ token: SecretToken, as person: Person, now: Timestamp = .now()) async throws {
    try await commit { db in
      guard let invitation = try fetchInvitation(db, token, now), let offered = invitation.membership else {
        throw PersonError.linkNotValid
      }
      let present = try memberships(db, of: person).first { $0.scope == offered.scope }?.role
      try writeRole(db, of: person.id, max(offered.role, present ?? .viewer), in: offered.scope)
      try db.execute(sql: "DELETE FROM invitations WHERE id = ?", arguments: [invitation.id])
    }
  }
}

private func insertInvitation(
  _ db: Database, client: ClientScope?, role: String, note: String, now: Timestamp
) throws -> SecretToken {
  let token = SecretToken.random()
  try db.execute(
    sql: """
      INSERT INTO invitations (hash, client_id, role, note, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
      """,
    arguments: [
      token.hash, client?.clientID, role, note, now.microseconds,
      now.microseconds + Invitation.lifetime * 1_000_000,
    ])
  return token
}

private let invitationQuery = """
  SELECT invitations.*, clients.name AS client_name
  FROM invitations LEFT JOIN clients ON clients.id = invitations.client_id
  """

private func fetchInvitation(_ db: Database, _ token: SecretToken, _ now: Timestamp) throws -> Invitation? {
  try Row.fetchOne(
    db, sql: invitationQuery + " WHERE hash = ? AND expires_at > ?",
    arguments: [token.hash, now.microseconds]
  ).map(Invitation.init)
}

extension Invitation {
  fileprivate init(_ row: Row) {
    membership = ClientRole(rawValue: row["role"]).map {
      Membership(scope: ClientScope(clientID: row["client_id"]), clientName: row["client_name"], role: $0)
    }
    id = row["id"]
    note = row["note"]
    expiresAt = Timestamp(microseconds: row["expires_at"])
  }
}
