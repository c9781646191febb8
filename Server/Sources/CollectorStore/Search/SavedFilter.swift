import GRDB

/// A search of the dashboard under a name.
public struct SavedFilter: Sendable, Equatable, Identifiable {
  public let id: Int64
  public let name: String
  /// The query of its address.
  public let query: String
  /// Whether everybody of the client has it, or the one who saved it alone.
  public let isShared: Bool
}

extension CollectorStore {
  /// Filters that one person, or a client as a whole, may have.
  private static var mostFilters: Int { 100 }

  /// What `person` can choose from in `client`, by name.
  public func savedFilters(of client: ClientScope, for person: Person) async throws -> [SavedFilter] {
    try await database.read { db in
      let rows: SQLRequest<Row> = """
        SELECT id, name, query, person IS NULL FROM saved_filters
        WHERE client_id = \(client.clientID) AND (person IS NULL OR person = \(person.id)) ORDER BY name, id
        """
      return try rows.fetchAll(db).map {
        SavedFilter(id: $0[0], name: $0[1], query: $0[2], isShared: $0[3])
      }
    }
  }

  /// Saves a filter, in place of one of the same name; `isShared`: for everybody of the client.
  /// - Throws: `StoreError.invalidName`; `SavedFilterError.tooMany`.
  public func saveFilter(
    _ name: String, query: String, of client: ClientScope, for person: Person, isShared: Bool,
    now: Timestamp = .now()
  ) async throws {
    let name = try checkedName(name)
    let owner = isShared ? nil : person.id
    try await commit { db in
      let count: SQLRequest<Int> = """
        SELECT count(*) FROM saved_filters
        WHERE client_id = \(client.clientID) AND person IS \(owner) AND name <> \(name)
        """
      guard try count.fetchOne(db) ?? 0 < Self.mostFilters else { throw SavedFilterError.tooMany }
      try db.execute(
        literal: """
          INSERT INTO saved_filters (client_id, person, name, query, created_at)
          VALUES (\(client.clientID), \(owner), \(name), \(query), \(now.microseconds))
          ON CONFLICT (client_id, coalesce(person, 0), name) DO UPDATE SET query = excluded.query
          """)
    }
  }

  /// Deletes a filter that `person` can choose; one of everybody's only where `mayShare`.
  public func deleteFilter(
    _ id: Int64, of client: ClientScope, for person: Person, mayShare: Bool
  ) async throws {
    try await commit { db in
      try db.execute(
        literal: """
          DELETE FROM saved_filters WHERE id = \(id) AND client_id = \(client.clientID)
            AND (person = \(person.id) OR (person IS NULL AND \(mayShare)))
          """)
    }
  }
}

/// Why a filter was not saved.
public enum SavedFilterError: Error, Equatable, CustomStringConvertible {
  case tooMany

  public var description: String { "There are 100 saved filters already. Delete one first." }
}
