import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CollectorStore {
  /// Slots that one transaction makes again, so that no write waits long for it.
  private static var slotsAtOnce: Int { 32 }
  private static var daysAtOnce: Int { 2 }

  /// Brings some of the rollups up to date; answers whether there is more to do. Figures are right without
  /// it; it makes them fast.
  public func refreshRollups(now: Timestamp = .now()) async throws -> Bool {
    try await commit { db in
      let hasMoreRows = try RollupProgress.noteNewRows(db)
      let slots = try Int64.fetchAll(
        db, sql: "SELECT slot FROM stale_slots ORDER BY slot DESC LIMIT ?", arguments: [Self.slotsAtOnce])
      for slot in slots { try makeRollup(db, Slot(slot)) }
      guard slots.count < Self.slotsAtOnce else { return true }
      // Today's would be out of date soon.
      let days = try Int64.fetchAll(
        db, sql: "SELECT day FROM stale_days WHERE day < ? ORDER BY day DESC LIMIT ?",
        arguments: [Slot(containing: now).day, Self.daysAtOnce])
      for day in days { try DayRollup.make(db, day: day) }
      return hasMoreRows || days.count == Self.daysAtOnce
    }
  }
}

private func makeRollup(_ db: Database, _ slot: Slot) throws {
  for table in ["slot_activity", "slot_labels", "stale_slots"] {
    try db.execute(sql: "DELETE FROM \(table) WHERE slot = ?", arguments: [slot.number])
  }
  try db.execute(sql: "DELETE FROM day_rollups WHERE day = ?", arguments: [slot.day])
  try db.execute(sql: "INSERT OR IGNORE INTO stale_days VALUES (?)", arguments: [slot.day])
  for (owner, figures) in try SlotFigures.fetch(db, slot) {
    let key: StatementArguments = [slot.number, owner.agent, owner.environment]
    try db.execute(
      sql: "INSERT INTO slot_activity VALUES (?, ?, ?, ?, ?, ?)",
      arguments: key + [
        Data(figures.counts.encoded), figures.responses.encoded.map { Data($0) },
        Data(figures.started.encoded),
      ])
    for (dimension, labels) in figures.labels {
      for (label, values) in labels {
        try db.execute(
          sql: "INSERT INTO slot_labels VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: key + [
            dimension.rawValue, label, values.count, values.errors, values.durations.encoded.map { Data($0) },
          ])
      }
    }
  }
}
