import GRDB

extension IngestWriter {
  /// Brings the conversation's fields up to date, or creates it.
  ///
  /// A field that is empty is filled. One that is not is replaced only by a record that knows the
  /// conversation at least as far (`ConversationRecord.knownUntil`).
  ///
  /// Two statements instead of SQLite's upsert, which would take a new row id for every conversation that
  /// exists already. Nobody can come in between: there is one writer.
  func upsert(_ record: ConversationRecord) throws -> ConversationRowID {
    var update = try InsertStatement(db, Self.updateSQL)
    // Nothing is later than NULL, so a record that only fills gaps replaces nothing.
    bind(record, knownUntil: record.fillsGaps ? nil : record.knownUntil ?? .distantPast, to: &update)
    if let id = try update.run(db) { return ConversationRowID(value: id) }
    var insert = try InsertStatement(db, Self.insertSQL)
    bind(record, knownUntil: record.knownUntil ?? .distantPast, to: &insert)
    insert.bind(record.spans.compactMap(\.startedAt).min() ?? record.createdAt ?? receivedAt)
    insert.bind(record.knownUntil ?? record.createdAt ?? receivedAt)
    insert.bind(receivedAt)
    guard let id = try insert.run(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    return ConversationRowID(value: id)
  }

  /// The parameters that both statements share.
  private func bind(
    _ record: ConversationRecord, knownUntil: Timestamp?, to statement: inout InsertStatement
  ) {
    let fields = record.fields
    statement.bind(scope.agentID)
    statement.bind(record.conversationID)
    statement.bind(record.environmentID)
    statement.bind(knownUntil)
    statement.bind(fields.name)
    statement.bind(fields.customerID)
    statement.bind(fields.customerIPAddress)
    statement.bind(fields.device)
    statement.bind(fields.source)
    statement.bind(fields.language)
    statement.bind(fields.metadata)
  }

  private static let fieldColumns = [
    "name", "customer_id", "customer_ip_address", "device", "source", "language", "metadata",
  ]

  private static let updateSQL: String = {
    let fields = fieldColumns.enumerated().map { index, column in
      let parameter = "?\(index + 5)"
      return
        "\(column) = iif(?4 >= fields_at, coalesce(\(parameter), \(column)), coalesce(\(column), \(parameter)))"
    }
    return """
      UPDATE conversations SET
        environment_id = iif(?4 >= fields_at, coalesce(?3, environment_id), environment_id),
        \(fields.joined(separator: ", ")),
        fields_at = max(fields_at, coalesce(?4, fields_at))
      WHERE agent_id = ?1 AND conversation_id = ?2 RETURNING id
      """
  }()

  private static let insertSQL = """
    INSERT INTO conversations (agent_id, conversation_id, environment_id, fields_at,
      \(fieldColumns.joined(separator: ", ")), started_at, ended_at, received_at)
    VALUES (?1, ?2,
      coalesce(?3, (SELECT id FROM environments WHERE agent_id = ?1 AND slug = 'production')),
      ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    RETURNING id
    """

  /// The row of a conversation of this agent, which is made where only its id is told and no row has it.
  /// - Throws: `WriteError.noConversation`; `WriteError.erased`.
  func row(of reference: ConversationReference, at time: Timestamp?) throws -> ConversationRowID {
    if let row = reference.row {
      var find = try InsertStatement(db, "SELECT id FROM conversations WHERE agent_id = ? AND id = ?")
      find.bind(scope.agentID)
      find.bind(row)
      if let id = try find.run(db) {
        try requireNotErased(row: id, at: time)
        return ConversationRowID(value: id)
      }
    }
    guard let name = reference.conversationID else { throw WriteError.noConversation }
    try requireNotErased(name, at: time)
    return try upsert(ConversationRecord(filling: name, createdAt: time))
  }

  /// Books what the new rows of a batch mean for their conversation.
  func apply(_ changes: ConversationChanges, to conversation: ConversationRowID) throws {
    guard changes.hasNewRows else { return }
    var statement = try InsertStatement(
      db,
      """
      UPDATE conversations SET message_count = message_count + ?2, action_count = action_count + ?3,
        is_used = is_used OR ?4, started_at = min(started_at, coalesce(?5, started_at)),
        ended_at = max(ended_at, coalesce(?6, ended_at))
      WHERE id = ?1
      """)
    statement.bind(conversation.value)
    statement.bind(Int64(changes.messages))
    statement.bind(Int64(changes.actions))
    statement.bind(changes.isUsed)
    statement.bind(changes.earliest)
    statement.bind(changes.latest)
    try statement.run(db)
  }
}

extension Timestamp {
  /// Before every moment that anything can have happened at.
  static let distantPast = Timestamp(microseconds: .min)
}
