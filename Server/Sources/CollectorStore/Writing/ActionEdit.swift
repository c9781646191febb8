import GRDB

/// What somebody says about an action; nil leaves a field as it is.
public struct ActionEdit: Sendable, Equatable {
  public var name: String?
  public var displayName: String?
  public var description: String?

  public init() {}
}

extension CollectorStore {
  /// Declares an action before it was ever done. The first one done under its name belongs to it. Without a
  /// display name it is shown under its name.
  /// - Throws: `WriteError.nameTaken`.
  public func addAction(
    named name: String, _ edit: ActionEdit = .init(), key: IdempotencyKey? = nil, for scope: AgentScope
  ) async throws -> (row: ActionDefinition, isNew: Bool) {
    try await commit { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      let (id, isNew) = try writer.once(key) {
        try writer.checkName(name, besides: 0)
        var insert = try InsertStatement(
          db,
          """
          INSERT INTO actions (agent_id, name, display_name, description) VALUES (?, ?, ?, ?) RETURNING id
          """)
        insert.bind(scope.agentID)
        insert.bind(name)
        insert.bind(edit.displayName ?? name)
        insert.bind(edit.description ?? "")
        guard let id = try insert.run(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
        return id
      }
      return (try writer.action(id), isNew)
    }
  }

  /// - Throws: `WriteError.noAction`, `.nameTaken`.
  public func edit(
    action id: Int64, _ edit: ActionEdit, for scope: AgentScope
  ) async throws -> ActionDefinition {
    try await commit { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      if let name = edit.name { try writer.checkName(name, besides: id) }
      var update = try InsertStatement(
        db,
        """
        UPDATE actions SET name = coalesce(?3, name), display_name = coalesce(?4, display_name),
          description = coalesce(?5, description)
        WHERE agent_id = ?1 AND id = ?2
        """)
      update.bind(scope.agentID)
      update.bind(id)
      update.bind(edit.name)
      update.bind(edit.displayName)
      update.bind(edit.description)
      try update.run(db)
      return try writer.action(id)
    }
  }
}

extension IngestWriter {
  fileprivate func checkName(_ name: String, besides id: Int64) throws {
    var find = try InsertStatement(
      db, "SELECT id FROM actions WHERE agent_id = ? AND name = ? AND id <> ?")
    find.bind(scope.agentID)
    find.bind(name)
    find.bind(id)
    guard try find.run(db) == nil else { throw WriteError.nameTaken(name) }
  }

  fileprivate func action(_ id: Int64) throws -> ActionDefinition {
    let row: SQLRequest<Row> = """
      SELECT \(ActionDefinition.columns) FROM actions WHERE agent_id = \(scope.agentID) AND id = \(id)
      """
    guard let definition = try row.fetchCursor(db).map({ ActionDefinition($0) }).next() else {
      throw WriteError.noAction
    }
    return definition
  }
}
