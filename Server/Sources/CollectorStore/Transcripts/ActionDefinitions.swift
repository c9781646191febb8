import GRDB

/// Something that an agent can do.
public struct ActionDefinition: Sendable, Equatable {
  public let id: Int64
  public let name: String
  public let displayName: String
  public let description: String

  public enum Column: String, Sendable {
    case id, name
    case displayName = "display_name"
  }

  static let columns: SQL = "actions.id, actions.name, actions.display_name, actions.description"

  init(_ row: Row) {
    id = row[0]
    name = row.text(1) ?? ""
    displayName = row.text(2) ?? ""
    description = row.text(3) ?? ""
  }
}

extension CollectorStore {
  /// The actions of an agent; `search` is part of a name, found without regard to the case of ASCII letters.
  public func actions(
    of scope: AgentScope, name: String? = nil, search: String? = nil,
    order: ListOrder<ActionDefinition.Column>, slice: ListSlice
  ) async throws -> ListPage<ActionDefinition> {
    var source: SQL = "actions WHERE actions.agent_id = \(scope.agentID)"
    if let name { source += " AND actions.name = \(name)" }
    if let search {
      source += " AND (instr(lower(actions.name), lower(\(search))) OR"
      source += " instr(lower(actions.display_name), lower(\(search))))"
    }
    return try await database.read { [source] db in
      try .fetch(
        db, ActionDefinition.columns, from: source, order: order.clause(of: "actions"), slice: slice,
        ActionDefinition.init)
    }
  }

  /// One action by its row, with every time it was done in a conversation that is not deleted, newest
  /// first; nil where the agent has none of that id.
  public func action(
    _ id: Int64, of scope: AgentScope
  ) async throws -> (definition: ActionDefinition, log: [ActionRow])? {
    try await database.read { db in
      let row: SQLRequest<Row> = """
        SELECT \(ActionDefinition.columns) FROM actions WHERE agent_id = \(scope.agentID) AND id = \(id)
        """
      guard let definition = try row.fetchCursor(db).map({ ActionDefinition($0) }).next() else { return nil }
      return (definition, try ActionRow.log(db, of: definition))
    }
  }
}
