import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the rollups of a stretch of time: those of whole days in UTC where they are made, and those of quarters
/// of an hour elsewhere.
struct RollupReader {
  /// What rollups hold for each quarter of an hour.
  enum Column: String { case counts, responses, conversations }

  private let db: Database
  private let owners: Set<SlotOwner>
  /// Slots of the stretch whose rollups are out of date.
  let stale: Set<Slot>
  /// Numbers of days in UTC; `wholeDays` are those that the stretch has all of.
  private let wholeDays: Range<Int64>
  private let daysInParts: Set<Int64>
  /// What is not read by the day.
  private let slots: [Range<Slot>]

  init(_ db: Database, _ stretch: Range<Slot>, of owners: Set<SlotOwner>) throws {
    (self.db, self.owners) = (db, owners)
    stale = try RollupProgress.stale(db, in: stretch)
    let first = Slot(stretch.lowerBound.number + Slot.ofDay - 1).day
    wholeDays = first..<max(first, stretch.upperBound.day)
    let unmade = try Int64.fetchAll(
      db, sql: "SELECT day FROM stale_days WHERE day >= ? AND day < ?",
      arguments: [wholeDays.lowerBound, wholeDays.upperBound])
    daysInParts = Set(unmade).union(stale.map(\.day)).filter(wholeDays.contains)
    slots = Self.gaps(in: stretch, days: wholeDays, without: daysInParts)
  }

  /// The parts of a stretch that its days leave over, or those of them that are not made.
  private static func gaps(
    in stretch: Range<Slot>, days: Range<Int64>, without unmade: Set<Int64>
  ) -> [Range<Slot>] {
    guard !days.isEmpty else { return stretch.isEmpty ? [] : [stretch] }
    var gaps = [stretch.lowerBound..<Slot(ofDay: days.lowerBound)]
    for day in unmade.sorted() {
      let (start, end) = (Slot(ofDay: day), Slot(ofDay: day + 1))
      if gaps[gaps.count - 1].upperBound == start {
        gaps[gaps.count - 1] = gaps[gaps.count - 1].lowerBound..<end
      } else {
        gaps.append(start..<end)
      }
    }
    let last = Slot(ofDay: days.upperBound)..<stretch.upperBound
    return (gaps + [last]).filter { !$0.isEmpty }
  }

  /// What `column` holds for each owner and slot that is not stale.
  func each(_ column: Column, _ body: (SlotOwner, Slot, ArraySlice<UInt8>) -> Void) throws {
    try eachDay(column.rawValue) { owner, day, bytes in
      DayPieces.each(of: bytes) { index, piece in body(owner, Slot(Slot(ofDay: day).number + index), piece) }
    }
    try eachRow("slot_activity", column.rawValue) { owner, slot, row in
      if let bytes = row[3] as Data? { body(owner, slot, Array(bytes)[...]) }
    }
  }

  /// The labels of all slots that are not stale.
  func eachLabel(_ body: (Dimension, String, LabelFigures) -> Void) throws {
    try eachDay("labels") { _, _, bytes in LabelFigures.each(of: bytes, body) }
    try eachRow("slot_labels", "dimension, label, count, errors, durations") { _, _, row in
      guard let dimension = Dimension(rawValue: row[3]) else { return }
      var values = LabelFigures(count: row[5], errors: row[6])
      if let bytes = row[7] as Data? { values.durations.add(encoded: Array(bytes)[...]) }
      body(dimension, row[4], values)
    }
  }

  private func eachDay(_ column: String, _ body: (SlotOwner, Int64, ArraySlice<UInt8>) -> Void) throws {
    guard daysInParts.count < wholeDays.count else { return }
    let statement = try db.cachedStatement(
      sql: """
        SELECT day, \(column) FROM day_rollups WHERE agent_id = ? AND environment_id = ? AND day >= ? AND day < ?
        """)
    for owner in owners {
      let rows = try Row.fetchCursor(
        statement, arguments: [owner.agent, owner.environment, wholeDays.lowerBound, wholeDays.upperBound])
      while let row = try rows.next() {
        let day: Int64 = row[0]
        if !daysInParts.contains(day) { body(owner, day, Array(row[1] as Data)[...]) }
      }
    }
  }

  private func eachRow(
    _ table: String, _ columns: String, _ body: (SlotOwner, Slot, Row) -> Void
  ) throws {
    let agents = Set(owners.map(\.agent)).sorted().map(String.init).joined(separator: ",")
    let statement = try db.makeStatement(
      sql: """
        SELECT slot, agent_id, environment_id, \(columns) FROM \(table)
        WHERE slot >= ? AND slot < ? AND agent_id IN (\(agents))
        """)
    for slots in slots {
      let rows = try Row.fetchCursor(
        statement, arguments: [slots.lowerBound.number, slots.upperBound.number])
      while let row = try rows.next() {
        let (slot, owner) = (Slot(row[0]), SlotOwner(agent: row[1], environment: row[2]))
        if owners.contains(owner), !stale.contains(slot) { body(owner, slot, row) }
      }
    }
  }
}
