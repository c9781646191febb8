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

  /// Names of actions with which an agent hands a person over to people.
  public static let escalations: Set = ["fallback_to_human", "open_ticket", "ticket", "contact_human"]

  static let columns: SQL = "actions.id, actions.name, actions.display_name, actions.description"

  init(_ row: Row) {
    id = row[0]
    name = row.text(1) ?? ""
    displayName = row.text(2) ?? ""
    description = row.text(3) ?? ""
  }
}

/// Which actions of an agent a list shows; a condition that is nil lets everything through.
public struct ActionFilter: Sendable, Equatable {
  public var name: String?
  public var nameContains: String?
  public var displayName: String?
  /// Found in the name, the display name or the description.
  public var search: String?

  public init() {}

  fileprivate func source(for scope: AgentScope) -> SQL {
    var parts: [SQL] = ["actions.agent_id = \(scope.agentID)"]
    if let name { parts.append("actions.name = \(name)") }
    if let nameContains { parts.append("actions.name \(containing(nameContains))") }
    if let displayName { parts.append("actions.display_name = \(displayName)") }
    if let search {
      parts.append(
        """
        (actions.name \(containing(search)) OR actions.display_name \(containing(search))
          OR actions.description \(containing(search)))
        """)
    }
    return "actions WHERE \(parts.joined(separator: " AND "))"
  }
}

extension CollectorStore {
  /// The actions of an agent that pass `filter`.
  public func actions(
    of scope: AgentScope, filter: ActionFilter, order: ListOrder<ActionDefinition.Column>, slice: ListSlice
  ) async throws -> ListPage<ActionDefinition> {
    try await database.read { db in
      try .fetch(
        db, ActionDefinition.columns, from: filter.source(for: scope), order: order.clause(of: "actions"),
        slice: slice, ActionDefinition.init)
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
