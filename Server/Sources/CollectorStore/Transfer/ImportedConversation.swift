import GRDB

/// The conversation whose lines an import is reading.
struct ImportedConversation {
  /// Whether it stays away because it, or its customer, was erased here.
  let isErased: Bool
  var row: Int64?
  var isNew = false
  var hasNewRows = false
  private let start: Int64?
  private let end: Int64?

  init(_ db: Database, _ line: TransferLine, ids: RowIDs) throws {
    guard let agent = ids.row(line.values["agent_id"], of: "agents") else {
      throw TransferError.outOfPlace(table: "conversations", column: "agent_id")
    }
    start = Int64.fromDatabaseValue(line.values["started_at"] ?? .null)
    let end = Int64.fromDatabaseValue(line.values["ended_at"] ?? .null)
    self.end = end
    let erased = try Tombstones(db: db, agentID: agent).until(
      conversation: String.fromDatabaseValue(line.values["conversation_id"] ?? .null),
      customer: String.fromDatabaseValue(line.values["customer_id"] ?? .null))
    isErased = erased.map { (end ?? .min) <= $0.microseconds } ?? false
  }

  /// Brings the counts of a conversation that was there before up to date with the rows it was given.
  func finish(_ db: Database) throws {
    guard let row, isNew || hasNewRows else { return }
    if !isNew { try bringUpToDate(row, db) }
    try Misdated.note(db, in: row)
  }

  private func bringUpToDate(_ row: Int64, _ db: Database) throws {
    try db.execute(
      literal: """
        UPDATE conversations SET
          message_count = (SELECT count(*) FROM messages WHERE conversation = \(row) AND NOT is_action),
          action_count = (SELECT count(*) FROM action_logs WHERE conversation = \(row)),
          started_at = min(started_at, coalesce(\(start), started_at)),
          ended_at = max(ended_at, coalesce(\(end), ended_at))
        WHERE id = \(row)
        """)
  }
}

/// The rows that stand here for the rows of an export.
struct RowIDs {
  private var rows: [String: [Int64: Int64]] = [:]
  private static let lasting: Set = ["agents", "environments", "actions", "feedbacks"]

  func row(_ old: DatabaseValue?, of table: String) -> Int64? {
    old.flatMap(Int64.fromDatabaseValue).flatMap { rows[table]?[$0] }
  }

  /// The row for the greatest one up to `old`; nil where there is none.
  func row(upTo old: DatabaseValue, of table: String) -> Int64? {
    guard let old = Int64.fromDatabaseValue(old) else { return nil }
    return rows[table]?.filter { $0.key <= old }.max { $0.key < $1.key }?.value
  }

  mutating func set(_ old: DatabaseValue?, of table: String, to row: Int64) {
    if let old = old.flatMap(Int64.fromDatabaseValue) { rows[table, default: [:]][old] = row }
  }

  mutating func forgetConversation() { rows = rows.filter { Self.lasting.contains($0.key) } }
}
