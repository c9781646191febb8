import GRDB

extension IngestWriter {
  /// The record without what a tombstone keeps away; nil where nothing is left.
  func withoutErased(_ record: ConversationRecord) throws -> ConversationRecord? {
    let erased = try Tombstones(db: db, agentID: scope.agentID).until(
      conversation: record.conversationID, customer: record.fields.customerID)
    guard let erased else { return record }
    var record = record
    record.spans.removeAll { ($0.startedAt ?? $0.endedAt ?? .distantPast) <= erased }
    // Fields tell no time of their own: without a span that is new, they are old.
    return record.spans.isEmpty ? nil : record
  }

  /// - Parameter time: When it happened; nil for what tells no time, which is never a resend.
  /// - Throws: `WriteError.erased` where a tombstone keeps it away.
  func requireNotErased(_ conversationID: String?, customer: String? = nil, at time: Timestamp?) throws {
    let erased = try Tombstones(db: db, agentID: scope.agentID).until(
      conversation: conversationID, customer: customer)
    if let erased, (time ?? receivedAt) <= erased { throw WriteError.erased }
  }

  /// The same for a conversation that is known by its row.
  func requireNotErased(row: Int64, at time: Timestamp?) throws {
    let name: SQLRequest<Row> = """
      SELECT conversation_id FROM conversations WHERE id = \(row)
        AND EXISTS (SELECT 1 FROM tombstones WHERE agent_id = \(scope.agentID))
      """
    guard let id = try name.fetchCursor(db).map({ $0.text(0) }).next() else { return }
    try requireNotErased(id, at: time)
  }
}
