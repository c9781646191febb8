import GRDB

extension CollectorStore {
  /// The figures of a range, as of the last commit.
  /// - Parameters:
  ///   - parts: Stretches of it that are summed up each for itself too, in their order and none in two.
  ///   - escalationNames: Names of the actions that hand a conversation over to a person.
  public func figures(
    of range: FigureRange, by parts: [Range<Slot>] = [], escalationNames: [String]
  ) async throws -> Figures {
    try await database.read { db in
      let owners = try ownersOf(range, db)
      var sum = FigureSum(parts: parts, handovers: try rows(ofActionsNamed: escalationNames, db))
      let rollups = try RollupReader(db, range.slots, of: owners)
      try rollups.each(.counts) { _, slot, bytes in sum.add(counts: bytes, at: slot) }
      try rollups.each(.responses) { _, slot, bytes in sum.add(responses: bytes, at: slot) }
      try rollups.each(.conversations) { owner, _, bytes in sum.add(conversations: bytes, of: owner) }
      try rollups.eachLabel { dimension, label, values in sum.add(label, values, to: dimension) }
      for slot in rollups.stale {
        for (owner, sums) in try SlotFigures.fetch(db, slot) where owners.contains(owner) {
          sum.add(sums, of: owner, at: slot)
        }
      }
      return sum.finished()
    }
  }
}

/// The agents and environments that the range is about.
func ownersOf(_ range: FigureRange, _ db: Database) throws -> Set<SlotOwner> {
  var condition: SQL = range.audience.owns("agents.id") ?? "1"
  if let agent = range.agent { condition += " AND agents.id = \(agent)" }
  if let environment = range.environment {
    condition += " AND environments.slug = \(environment)"
  } else {
    condition += " AND environments.is_production"
  }
  let request: SQLRequest<Row> = """
    SELECT agents.id, environments.id FROM environments JOIN agents ON agents.id = environments.agent_id
    WHERE \(condition)
    """
  return Set(try request.fetchAll(db).map { SlotOwner(agent: $0[0], environment: $0[1]) })
}

/// Rows of the actions of these names, by agent.
private func rows(ofActionsNamed names: [String], _ db: Database) throws -> [Int64: [Int64]] {
  let request: SQLRequest<Row> = "SELECT agent_id, id FROM actions WHERE name IN \(names)"
  return try request.fetchAll(db).reduce(into: [:]) { $0[$1[0], default: []].append($1[1]) }
}
