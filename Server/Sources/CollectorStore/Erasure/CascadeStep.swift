import GRDB

/// A table whose rows go with their conversation, and how to find them.
///
/// Read from the schema's foreign keys, so that no table can be forgotten.
struct CascadeStep {
  let table: String
  /// A condition over the table, with the conversation's row as `?1`.
  let condition: String

  /// The steps in an order in which every row goes before what it refers to.
  static func all(_ db: Database) throws -> [CascadeStep] {
    let tables = try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    var references: [String: [(table: String, column: String)]] = [:]
    for table in tables {
      references[table] = try db.foreignKeys(on: table).compactMap { key in
        key.mapping.count == 1 ? (key.destinationTable, key.mapping[0].origin) : nil
      }
    }
    var steps: [CascadeStep] = []
    var parents = ["conversations"]
    // One level of references after the other: what is found first goes last.
    var conditions = ["conversations": "id = ?1"]
    while !parents.isEmpty {
      var found: [String] = []
      for table in tables where conditions[table] == nil {
        guard
          let key = references[table]?.first(where: { key in
            parents.contains(key.table) && (key.table != "conversations" || key.column == "conversation")
          })
        else { continue }
        found.append(table)
        conditions[table] =
          key.table == "conversations"
          ? "\(key.column) = ?1"
          : "\(key.column) IN (SELECT id FROM \(key.table) WHERE \(conditions[key.table] ?? "0"))"
      }
      steps += found.map { CascadeStep(table: $0, condition: conditions[$0] ?? "0") }
      parents = found
    }
    return order(steps, by: references)
  }

  /// Deepest first: a table stands before every table that it refers to.
  private static func order(
    _ steps: [CascadeStep], by references: [String: [(table: String, column: String)]]
  ) -> [CascadeStep] {
    var waiting = steps
    var ordered: [CascadeStep] = []
    while !waiting.isEmpty {
      let ready = waiting.filter { step in
        !waiting.contains { other in
          other.table != step.table && (references[other.table] ?? []).contains { $0.table == step.table }
        }
      }
      // A circle of references has no order; foreign keys then do the rest.
      let next = ready.isEmpty ? waiting : ready
      ordered += next
      waiting.removeAll { step in next.contains { $0.table == step.table } }
    }
    return ordered
  }
}
