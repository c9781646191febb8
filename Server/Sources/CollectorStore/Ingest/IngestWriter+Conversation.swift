import GRDB

extension IngestWriter {
  /// Brings the conversation's fields up to date, or creates it.
  ///
  /// A field that is empty is filled. One that is not is replaced only by a record that knows the
  /// conversation at least as far (`ConversationRecord.knownUntil`).
  ///
  /// Statements of their own instead of SQLite's upsert, which would take a new row id for every conversation
  /// that exists already. Nobody can come in between: there is one writer.
  func upsert(_ record: ConversationRecord) throws -> ConversationRowID {
    var find = try InsertStatement(
      db, "SELECT id FROM conversations WHERE agent_id = ? AND conversation_id = ?", in: prepared)
    find.bind(scope.agentID)
    find.bind(record.conversationID)
    guard let id = try find.run(db) else { return try insert(record) }
    try update(id, with: record)
    return ConversationRowID(value: id)
  }

  private func insert(_ record: ConversationRecord) throws -> ConversationRowID {
    var insert = try InsertStatement(
      db,
      """
      INSERT INTO conversations (name, customer_id, customer_ip_address, device, source, language, metadata,
        agent_id, conversation_id, environment_id, fields_at, started_at, ended_at, received_at, is_used)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
        coalesce(?10, (SELECT id FROM environments WHERE agent_id = ?8 AND slug = 'production')),
        ?11, ?12, ?13, ?14, ?15)
      """, in: prepared)
    let start = record.spans.compactMap(\.startedAt).min() ?? record.createdAt ?? receivedAt
    bind(record.fields, to: &insert)
    insert.bind(scope.agentID)
    insert.bind(record.conversationID)
    insert.bind(record.environmentID)
    insert.bind(record.knownUntil ?? .distantPast)
    insert.bind(start)
    insert.bind(record.knownUntil ?? record.createdAt ?? receivedAt)
    insert.bind(receivedAt)
    insert.bind(record.spans.contains(where: \.isUse))
    guard let id = try insert.insert(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    if !start.isCredible(at: receivedAt) { try Misdated.note(db, in: id) }
    return ConversationRowID(value: id)
  }

  /// Leaves a row that says the same already as it is: SQLite would write all indexes of the fields anew.
  private func update(_ id: Int64, with record: ConversationRecord) throws {
    // Nothing is later than NULL, so a record that only fills gaps replaces nothing.
    let knownUntil = record.fillsGaps ? nil : record.knownUntil ?? .distantPast
    if record.fields != ConversationFields() || record.environmentID != nil {
      var update = try InsertStatement(
        db,
        """
        UPDATE conversations SET (environment_id, name, customer_id, customer_ip_address, device, source,
            language, metadata) = (new.environment_id, new.name, new.customer_id, new.customer_ip_address,
            new.device, new.source, new.language, new.metadata)
        FROM (SELECT
            iif(?10 >= fields_at, coalesce(?9, environment_id), environment_id) AS environment_id,
            iif(?10 >= fields_at, coalesce(?1, name), coalesce(name, ?1)) AS name,
            iif(?10 >= fields_at, coalesce(?2, customer_id), coalesce(customer_id, ?2)) AS customer_id,
            iif(?10 >= fields_at, coalesce(?3, customer_ip_address), coalesce(customer_ip_address, ?3))
              AS customer_ip_address,
            iif(?10 >= fields_at, coalesce(?4, device), coalesce(device, ?4)) AS device,
            iif(?10 >= fields_at, coalesce(?5, source), coalesce(source, ?5)) AS source,
            iif(?10 >= fields_at, coalesce(?6, language), coalesce(language, ?6)) AS language,
            iif(?10 >= fields_at, coalesce(?7, metadata), coalesce(metadata, ?7)) AS metadata
          FROM conversations WHERE id = ?8) AS new
        WHERE conversations.id = ?8
          AND (conversations.environment_id, conversations.name, conversations.customer_id,
            conversations.customer_ip_address, conversations.device, conversations.source,
            conversations.language, conversations.metadata)
          IS NOT (new.environment_id, new.name, new.customer_id, new.customer_ip_address,
            new.device, new.source, new.language, new.metadata)
        """, in: prepared)
      bind(record.fields, to: &update)
      update.bind(id)
      update.bind(record.environmentID)
      update.bind(knownUntil)
      try update.run(db)
    }
    guard let knownUntil else { return }
    var update = try InsertStatement(
      db, "UPDATE conversations SET fields_at = ?1 WHERE id = ?2 AND fields_at < ?1", in: prepared)
    update.bind(knownUntil)
    update.bind(id)
    try update.run(db)
  }

  private func bind(_ fields: ConversationFields, to statement: inout InsertStatement) {
    statement.bind(fields.name)
    statement.bind(fields.customerID)
    statement.bind(fields.customerIPAddress)
    statement.bind(fields.device)
    statement.bind(fields.source)
    statement.bind(fields.language)
    statement.bind(fields.metadata)
  }

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
}

extension Timestamp {
  /// Before every moment that anything can have happened at.
  static let distantPast = Timestamp(microseconds: .min)
}
