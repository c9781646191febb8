import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CollectorStore {
  /// The figures of a range, as of the last commit.
  /// - Parameter escalationNames: names of the actions that hand a conversation over to a person.
  public func figures(of range: FigureRange, escalationNames: [String]) async throws -> Figures {
    try await database.read { db in
      let owners = try ownersOf(range, db)
      var figures = Figures()
      let stale = try RollupProgress.stale(db, in: range.slots)
      try addRollups(to: &figures, db, range, owners, without: stale)
      for slot in stale {
        for (owner, sums) in try SlotFigures.fetch(db, slot) where owners.contains(owner) {
          figures.add(sums.counts, sums.responses, at: slot)
          for (dimension, labels) in sums.labels {
            for (label, values) in labels { figures.add(label, values, to: dimension) }
          }
        }
      }
      figures.people = try countPeople(db, range, owners)
      figures.escalations = try countEscalations(db, range, owners, escalationNames)
      return figures
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

private func addRollups(
  to figures: inout Figures, _ db: Database, _ range: FigureRange, _ owners: Set<SlotOwner>,
  without stale: Set<Slot>
) throws {
  let bounds: StatementArguments = [range.slots.lowerBound.number, range.slots.upperBound.number]
  let activity = try Row.fetchCursor(
    db.cachedStatement(sql: "SELECT * FROM slot_activity WHERE slot >= ? AND slot < ?"), arguments: bounds)
  while let row = try activity.next() {
    let slot = Slot(row[0])
    guard owners.contains(SlotOwner(agent: row[1], environment: row[2])), !stale.contains(slot) else {
      continue
    }
    var (counts, responses) = (Counts(), DurationHistogram())
    counts.add(encoded: Array(row[3] as Data))
    if let bytes = row[4] as Data? { responses.add(encoded: Array(bytes)) }
    figures.add(counts, responses, at: slot)
  }
  let labels = try Row.fetchCursor(
    db.cachedStatement(sql: "SELECT * FROM slot_labels WHERE slot >= ? AND slot < ?"), arguments: bounds)
  while let row = try labels.next() {
    guard owners.contains(SlotOwner(agent: row[1], environment: row[2])), !stale.contains(Slot(row[0])),
      let dimension = Dimension(rawValue: row[3])
    else { continue }
    var values = LabelFigures(count: row[5], errors: row[6])
    if let bytes = row[7] as Data? { values.durations.add(encoded: Array(bytes)) }
    figures.add(row[4], values, to: dimension)
  }
}

/// The same person is one, in however many conversations: no sum over slots can tell that.
private func countPeople(_ db: Database, _ range: FigureRange, _ owners: Set<SlotOwner>) throws -> Int {
  let request: SQLRequest<Int> = """
    SELECT count(DISTINCT customer_id) FROM (\(customers(of: range, owners)))
    """
  return try request.fetchOne(db) ?? 0
}

/// One that was handed over twice is one.
private func countEscalations(
  _ db: Database, _ range: FigureRange, _ owners: Set<SlotOwner>, _ names: [String]
) throws -> Int {
  let (start, end) = (range.slots.lowerBound.start, range.slots.upperBound.start)
  let request: SQLRequest<Int> = """
    SELECT count(DISTINCT conversations.id) FROM actions
    JOIN action_logs ON action_logs.action = actions.id
    JOIN conversations ON conversations.id = action_logs.conversation
    WHERE actions.name IN \(names) AND \(owned(by: owners))
      AND \(Misdated.conversation(startedFrom: start, before: end)) AND is_used AND deleted_at IS NULL
    """
  return try request.fetchOne(db) ?? 0
}

func owned(by owners: Set<SlotOwner>) -> SQL {
  let (agents, environments) = (Set(owners.map(\.agent)), owners.map(\.environment))
  return "conversations.agent_id IN \(agents) AND conversations.environment_id IN \(environments)"
}

/// A query for the `customer_id` of each conversation that was used in the range.
func customers(of range: FigureRange, _ owners: Set<SlotOwner>) -> SQL {
  let (start, end) = (range.slots.lowerBound.start.microseconds, range.slots.upperBound.start.microseconds)
  return """
    SELECT customer_id FROM conversations
    WHERE \(owned(by: owners)) AND is_used AND deleted_at IS NULL
      AND started_at >= \(start) AND started_at < \(end)
      AND NOT EXISTS (SELECT 1 FROM misdated WHERE source = 'conversations' AND row = conversations.id)
    UNION ALL
    SELECT customer_id FROM misdated CROSS JOIN conversations ON conversations.id = misdated.row
    WHERE misdated.source = 'conversations' AND moment >= \(start) AND moment < \(end)
      AND \(owned(by: owners)) AND is_used AND deleted_at IS NULL
    """
}
