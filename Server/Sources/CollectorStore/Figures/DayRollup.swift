import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The rollups of one owner's day in UTC, as one row: those of its quarters of an hour as they are, but labels,
/// which nothing shows by the quarter of an hour, summed up.
struct DayRollup {
  private var (counts, responses, conversations) = (DayPieces(), DayPieces(), DayPieces())
  private var labels: [Dimension: [String: LabelFigures]] = [:]

  /// Makes the rows of a day that is over anew, from the rollups of its slots.
  static func make(_ db: Database, day: Int64) throws {
    try db.execute(sql: "DELETE FROM day_rollups WHERE day = ?", arguments: [day])
    try db.execute(sql: "DELETE FROM stale_days WHERE day = ?", arguments: [day])
    let bounds: StatementArguments = [Slot(ofDay: day).number, Slot(ofDay: day + 1).number]
    var days: [SlotOwner: DayRollup] = [:]
    let activity = try Row.fetchCursor(
      db, sql: "SELECT * FROM slot_activity WHERE slot >= ? AND slot < ? ORDER BY slot", arguments: bounds)
    while let row = try activity.next() {
      days[SlotOwner(agent: row[1], environment: row[2]), default: DayRollup()].add(row)
    }
    let labels = try Row.fetchCursor(
      db, sql: "SELECT * FROM slot_labels WHERE slot >= ? AND slot < ?", arguments: bounds)
    while let row = try labels.next() {
      days[SlotOwner(agent: row[1], environment: row[2]), default: DayRollup()].add(label: row)
    }
    for (owner, rollup) in days {
      try db.execute(
        sql: "INSERT INTO day_rollups VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          owner.agent, owner.environment, day, Data(rollup.counts.bytes), Data(rollup.responses.bytes),
          Data(rollup.conversations.bytes), Data(LabelFigures.encoded(rollup.labels)),
        ])
    }
  }

  private mutating func add(_ row: Row) {
    let index = Slot(row[0]).number % Slot.ofDay
    if let bytes = row["counts"] as Data? { counts.add(bytes, at: index) }
    if let bytes = row["responses"] as Data? { responses.add(bytes, at: index) }
    if let bytes = row["conversations"] as Data? { conversations.add(bytes, at: index) }
  }

  private mutating func add(label row: Row) {
    guard let dimension = Dimension(rawValue: row["dimension"]) else { return }
    var values = LabelFigures(count: row["count"], errors: row["errors"])
    if let bytes = row["durations"] as Data? { values.durations.add(encoded: Array(bytes)[...]) }
    labels[dimension, default: [:]][row["label"], default: LabelFigures()].add(values)
  }
}

/// What the quarters of an hour of a day hold, each behind its place in the day.
struct DayPieces {
  private var writer = VarintWriter()
  var bytes: [UInt8] { writer.bytes }

  mutating func add(_ piece: some Collection<UInt8>, at index: Int64) {
    writer.number(UInt64(index))
    writer.block(piece)
  }

  static func each(of bytes: ArraySlice<UInt8>, _ body: (Int64, ArraySlice<UInt8>) -> Void) {
    var reader = VarintReader(bytes)
    while let index = reader.number(), let piece = reader.block() { body(Int64(index), piece) }
  }
}

extension LabelFigures {
  static func encoded(_ labels: [Dimension: [String: LabelFigures]]) -> [UInt8] {
    var writer = VarintWriter()
    for (dimension, labels) in labels {
      for (label, values) in labels {
        writer.block(dimension.rawValue.utf8)
        writer.block(label.utf8)
        writer.number(UInt64(values.count))
        writer.number(UInt64(values.errors))
        writer.block(values.durations.encoded ?? [])
      }
    }
    return writer.bytes
  }

  static func each(of bytes: ArraySlice<UInt8>, _ body: (Dimension, String, LabelFigures) -> Void) {
    var reader = VarintReader(bytes)
    while let dimension = reader.block(), let label = reader.block(), let count = reader.number(),
      let errors = reader.number(), let durations = reader.block()
    {
      guard let dimension = Dimension(rawValue: String(decoding: dimension, as: UTF8.self)) else { continue }
      var values = LabelFigures(count: Int(count), errors: Int(errors))
      values.durations.add(encoded: durations)
      body(dimension, String(decoding: label, as: UTF8.self), values)
    }
  }
}
