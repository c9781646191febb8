import GRDB

extension IngestWriter {
  /// Books what the new rows of a batch mean for their conversation. What stays as it is is not written, and
  /// neither are its indexes.
  func apply(_ changes: ConversationChanges, to conversation: ConversationRowID) throws {
    guard changes.hasNewRows else { return }
    if changes.messages + changes.actions > 0 {
      var count = try InsertStatement(
        db,
        """
        UPDATE conversations SET message_count = message_count + ?2, action_count = action_count + ?3
        WHERE id = ?1
        """, in: prepared)
      count.bind(conversation.value)
      count.bind(Int64(changes.messages))
      count.bind(Int64(changes.actions))
      try count.run(db)
    }
    if changes.isUsed {
      var use = try InsertStatement(
        db, "UPDATE conversations SET is_used = 1 WHERE id = ? AND NOT is_used", in: prepared)
      use.bind(conversation.value)
      try use.run(db)
    }
    var begin = try InsertStatement(
      db, "UPDATE conversations SET started_at = ?2 WHERE id = ?1 AND started_at > ?2", in: prepared)
    begin.bind(conversation.value)
    begin.bind(changes.earliest)
    try begin.run(db)
    var end = try InsertStatement(
      db, "UPDATE conversations SET ended_at = ?2 WHERE id = ?1 AND ended_at < ?2", in: prepared)
    end.bind(conversation.value)
    end.bind(changes.latest)
    try end.run(db)
    if changes.isMisdated(receivedAt: receivedAt) { try Misdated.note(db, in: conversation.value) }
  }
}
