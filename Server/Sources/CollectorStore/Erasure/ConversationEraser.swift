import GRDB

/// What was removed, by table.
public struct ErasedRows: Sendable, Equatable {
  public internal(set) var conversations = 0
  public internal(set) var byTable: [String: Int] = [:]
  /// Bytes of attachments.
  public internal(set) var attachmentBytes: Int64 = 0

  static func += (left: inout ErasedRows, right: ErasedRows) {
    left.conversations += right.conversations
    left.byTable.merge(right.byTable, uniquingKeysWith: +)
    left.attachmentBytes += right.attachmentBytes
  }
}

/// Removes conversations row by row, in transactions that are too short to hold up other writers.
struct ConversationEraser: Sendable {
  /// Rows that one transaction removes; a piece of an attachment is 256 KiB.
  private static let rowsPerTransaction = 500
  private static let piecesPerTransaction = 32

  private let store: CollectorStore
  private let steps: [CascadeStep]
  /// When the tombstones may be forgotten; nil for never.
  private let tombstonesExpireAt: Timestamp?

  init(_ store: CollectorStore, tombstonesExpireAt: Timestamp?) async throws {
    self.store = store
    self.tombstonesExpireAt = tombstonesExpireAt
    steps = try await store.database.read { try CascadeStep.all($0) }
  }

  /// Removes a conversation and leaves a tombstone.
  /// - Parameter condition: Checked in the last transaction, over `conversations`: what came in meanwhile may
  ///   have made the conversation one to keep.
  func erase(_ row: Int64, if condition: SQL = "1") async throws -> ErasedRows {
    var removed = ErasedRows()
    while true {
      let part = try await store.commit { db in try trim(db, row) }
      removed += part
      if part.byTable.isEmpty { break }
    }
    removed += try await store.commit { db in try remove(db, row, if: condition) }
    return removed
  }

  /// Takes some rows away while there are many of them.
  private func trim(_ db: Database, _ row: Int64) throws -> ErasedRows {
    var removed = ErasedRows()
    for step in steps {
      let limit = step.table == "attachment_pieces" ? Self.piecesPerTransaction : Self.rowsPerTransaction
      let many: SQL = "SELECT rowid FROM \(sql: step.table) WHERE \(sql: step.located(row)) LIMIT \(limit)"
      let count = try SQLRequest<Int>("SELECT count(*) FROM (\(many))").fetchOne(db) ?? 0
      guard count == limit else { continue }
      try removeRows(db, of: step.table, "rowid IN (\(many))", &removed)
      return removed
    }
    return removed
  }

  private func remove(_ db: Database, _ row: Int64, if condition: SQL) throws -> ErasedRows {
    var removed = ErasedRows()
    let find: SQLRequest<Row> = """
      SELECT agent_id, conversation_id, max(ended_at, started_at), customer_id FROM conversations
      WHERE id = \(row) AND \(condition)
      """
    let found = try find.fetchCursor(db).map { (agent: $0[0] as Int64, id: $0.text(1), end: $0[2] as Int64) }
    guard let conversation = try found.next() else { return removed }
    // A sender's clock may be ahead of ours; what it sent is known until its own latest time.
    let until = Timestamp(microseconds: max(conversation.end, Timestamp.now().microseconds))
    if let id = conversation.id {
      try Tombstones(db: db, agentID: conversation.agent)
        .add(.conversation, id, until: until, expiresAt: tombstonesExpireAt)
    }
    for step in steps {
      try removeRows(db, of: step.table, SQL(sql: step.located(row)), &removed)
    }
    try db.execute(literal: "DELETE FROM conversations WHERE id = \(row)")
    removed.conversations = 1
    return removed
  }

  private func removeRows(
    _ db: Database, of table: String, _ condition: SQL, _ removed: inout ErasedRows
  ) throws {
    if table == "attachments" {
      let size: SQLRequest<Int64> = "SELECT total(size) FROM attachments WHERE \(condition)"
      removed.attachmentBytes += try size.fetchOne(db) ?? 0
    }
    let count = try SQLRequest<Int>("SELECT count(*) FROM \(sql: table) WHERE \(condition)").fetchOne(db) ?? 0
    guard count > 0 else { return }
    try db.execute(literal: "DELETE FROM \(sql: table) WHERE \(condition)")
    removed.byTable[table, default: 0] += count
  }
}

extension CascadeStep {
  /// The condition with the conversation's row in place; a row is a number, which needs no quoting.
  fileprivate func located(_ row: Int64) -> String { condition.replacing("?1", with: String(row)) }
}
