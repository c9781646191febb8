import GRDB

extension CollectorStore {
  /// The person with this sign-in name and their password's hash, to be compared by the caller.
  public func signInCandidate(login: String) async throws -> (person: Person, password: PasswordHash)? {
    try await database.read { db in
      try Row.fetchOne(
        db, sql: "SELECT \(Person.columns), password FROM people WHERE login = ?", arguments: [login]
      ).map { (Person($0), PasswordHash(text: $0["password"])) }
    }
  }

  /// Begins a session of a person whose password has been compared.
  public func startSession(of person: Person, now: Timestamp = .now()) async throws -> SecretToken {
    let token = SecretToken.random()
    try await commit { db in
      try deleteEndedSessions(db, now: now)
      try db.execute(
        sql: "INSERT INTO sessions (hash, person, created_at, seen_at) VALUES (?1, ?2, ?3, ?3)",
        arguments: [token.hash, person.id, now.microseconds])
    }
    return token
  }

  /// The session of a token; nil where it has ended or never was. Reads the last commit, so that a session
  /// that was ended, or a role that was taken away, counts from the next request on.
  public func session(_ token: SecretToken, now: Timestamp = .now()) async throws -> Session? {
    let found = try await database.read { db -> (session: Session, seen: Int64)? in
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT \(Person.columns), sessions.client_id AS chosen, seen_at
            FROM sessions JOIN people ON people.id = sessions.person
            WHERE hash = ? AND seen_at > ? AND sessions.created_at > ?
            """),
        arguments: [
          token.hash, now.microseconds - Session.idle * 1_000_000,
          now.microseconds - Session.longest * 1_000_000,
        ])
      guard let row else { return nil }
      let person = Person(row)
      let session = Session(
        token: token, person: person,
        memberships: try memberships(db, of: person), chosenClient: row["chosen"])
      return (session, row["seen_at"])
    }
    guard let found else { return nil }
    if now.microseconds - found.seen > Session.noteEvery * 1_000_000 { try await note(token, now) }
    return found.session
  }

  private func note(_ token: SecretToken, _ now: Timestamp) async throws {
    try await commit { db in
      try db.execute(
        sql: "UPDATE sessions SET seen_at = ? WHERE hash = ?", arguments: [now.microseconds, token.hash])
    }
  }

  /// Remembers which client the session looks at; nil: all of them.
  public func choose(_ client: ClientScope?, in session: Session) async throws {
    try await commit { db in
      try db.execute(
        sql: "UPDATE sessions SET client_id = ? WHERE hash = ?",
        arguments: [client?.clientID, session.token.hash])
    }
  }

  /// How many other browsers the session's person is signed in with.
  public func countOtherSessions(than session: Session, now: Timestamp = .now()) async throws -> Int {
    try await database.read { db in
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM sessions
          WHERE person = ? AND hash <> ? AND seen_at > ? AND created_at > ?
          """,
        arguments: [
          session.person.id, session.token.hash, now.microseconds - Session.idle * 1_000_000,
          now.microseconds - Session.longest * 1_000_000,
        ]) ?? 0
    }
  }

  /// Signs the session's person out everywhere else.
  public func endOtherSessions(than session: Session) async throws {
    try await commit { db in
      try db.execute(
        sql: "DELETE FROM sessions WHERE person = ? AND hash <> ?",
        arguments: [session.person.id, session.token.hash])
    }
  }

  public func endSession(_ token: SecretToken) async throws {
    try await commit { db in
      try db.execute(sql: "DELETE FROM sessions WHERE hash = ?", arguments: [token.hash])
    }
  }
}

/// Ends what has not been used for long, which nobody would do otherwise.
private func deleteEndedSessions(_ db: Database, now: Timestamp) throws {
  try db.execute(
    sql: "DELETE FROM sessions WHERE seen_at <= ? OR created_at <= ?",
    arguments: [
      now.microseconds - Session.idle * 1_000_000, now.microseconds - Session.longest * 1_000_000,
    ])
}

func memberships(_ db: Database, of person: Person) throws -> [Membership] {
  try Row.fetchAll(
    db.cachedStatement(
      sql: """
        SELECT clients.id, clients.name, memberships.role
        FROM memberships JOIN clients ON clients.id = memberships.client_id
        WHERE memberships.person = ? ORDER BY clients.name
        """), arguments: [person.id]
  ).compactMap { row in
    ClientRole(rawValue: row[2]).map {
      Membership(scope: ClientScope(clientID: row[0]), clientName: row[1], role: $0)
    }
  }
}

extension Person {
  static var columns: String { "people.id, people.login, people.name, people.is_operator" }

  init(_ row: Row) {
    self.init(id: row["id"], login: row["login"], name: row["name"], isOperator: row["is_operator"])
  }
}
