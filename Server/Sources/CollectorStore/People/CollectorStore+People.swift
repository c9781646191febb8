import GRDB

extension CollectorStore {
  /// The people of a client with their roles, by name.
  public func people(of client: ClientScope) async throws -> [(person: Person, role: ClientRole)] {
    try await database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT \(Person.columns), memberships.role FROM memberships
          JOIN people ON people.id = memberships.person
          WHERE memberships.client_id = ? ORDER BY people.name, people.id
          """, arguments: [client.clientID]
      ).compactMap { row in ClientRole(rawValue: row["role"]).map { (Person(row), $0) } }
    }
  }

  /// Changes what a person of the client may do; nil: takes the client away from them, and with the last
  /// client their account.
  /// - Throws: `PersonError.lastOwner`.
  public func setRole(of person: Int64, to role: ClientRole?, in client: ClientScope) async throws {
    try await commit { db in
      let before = try String.fetchOne(
        db, sql: "SELECT role FROM memberships WHERE person = ? AND client_id = ?",
        arguments: [person, client.clientID])
      guard before != nil else { return }
      try changeRole(db, of: person, role, in: client)
      guard role == nil else { return }
      try db.execute(
        sql: """
          DELETE FROM people WHERE id = ?1 AND NOT is_operator
            AND NOT EXISTS (SELECT 1 FROM memberships WHERE person = ?1)
          """, arguments: [person])
    }
  }

  /// Gives a person another password and ends all their other sessions.
  public func setPassword(of person: Person, to password: PasswordHash, keeping session: SecretToken?)
    async throws
  {
    try await commit { db in
      try db.execute(
        sql: "UPDATE people SET password = ? WHERE id = ?", arguments: [password.text, person.id])
      try db.execute(
        sql: "DELETE FROM sessions WHERE person = ? AND hash IS NOT ?",
        arguments: [person.id, session?.hash])
    }
  }

  /// Everybody who can sign in, once for each of their clients; an operator's client and role are nil.
  public func everybody(
    for scope: OperatorScope
  ) async throws -> [(person: Person, client: String?, role: ClientRole?)] {
    try await database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT \(Person.columns), clients.name AS client, memberships.role FROM people
          LEFT JOIN memberships ON memberships.person = people.id
          LEFT JOIN clients ON clients.id = memberships.client_id
          ORDER BY people.login, clients.name
          """
      ).map { (Person($0), $0["client"], ($0["role"] as String?).flatMap(ClientRole.init)) }
    }
  }

  /// Whether there was somebody with that sign-in name to remove.
  public func removePerson(login: String, for scope: OperatorScope) async throws -> Bool {
    try await commit { db in
      try db.execute(sql: "DELETE FROM people WHERE login = ?", arguments: [login])
      return db.changesCount > 0
    }
  }

  /// Every client of this collector, by name.
  public func clients(for scope: OperatorScope) async throws -> [(scope: ClientScope, name: String)] {
    try await database.read { db in
      try Row.fetchAll(db, sql: "SELECT id, name FROM clients ORDER BY name").map {
        (ClientScope(clientID: $0[0]), $0[1])
      }
    }
  }
}

/// Sets or removes a membership, as long as the client keeps an owner.
private func changeRole(_ db: Database, of person: Int64, _ role: ClientRole?, in client: ClientScope) throws
{
  if role != .owner {
    let owners = try Int64.fetchAll(
      db, sql: "SELECT person FROM memberships WHERE client_id = ? AND role = 'owner'",
      arguments: [client.clientID])
    if owners == [person] { throw PersonError.lastOwner }
  }
  if let role { return try writeRole(db, of: person, role, in: client) }
  try db.execute(
    sql: "DELETE FROM memberships WHERE person = ? AND client_id = ?", arguments: [person, client.clientID])
}

func writeRole(_ db: Database, of person: Int64, _ role: ClientRole, in client: ClientScope) throws {
  try db.execute(
    sql: """
      INSERT INTO memberships (person, client_id, role) VALUES (?, ?, ?)
      ON CONFLICT (person, client_id) DO UPDATE SET role = excluded.role
      """,
    arguments: [person, client.clientID, role.rawValue])
}

func insertPerson(
  _ db: Database, login: String, name: String, password: PasswordHash, isOperator: Bool, now: Timestamp
) throws -> Person {
  do {
    try db.execute(
      sql: "INSERT INTO people (login, name, password, is_operator, created_at) VALUES (?, ?, ?, ?, ?)",
      arguments: [login, name, password.text, isOperator, now.microseconds])
  } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
    throw PersonError.takenLogin
  }
  return Person(id: db.lastInsertedRowID, login: login, name: name, isOperator: isOperator)
}

func checkPerson(login: String, name: String) throws {
  let isAllowed = login.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || "0123456789._-@+".unicodeScalars.contains($0)
  }
  guard (1...64).contains(login.unicodeScalars.count), isAllowed else { throw PersonError.invalidLogin }
  guard (1...255).contains(name.unicodeScalars.count), name.isPrintable, !name.allSatisfy(\.isWhitespace)
  else { throw PersonError.invalidPersonName }
}

/// - Throws: `PersonError.weakPassword`.
public func checkPassword(_ password: String, login: String) throws {
  guard (PasswordHash.shortest...PasswordHash.longest).contains(password.unicodeScalars.count),
    password.lowercased() != login.lowercased()
  else { throw PersonError.weakPassword }
}

extension String {
  /// Whether it holds no control character.
  var isPrintable: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
}
