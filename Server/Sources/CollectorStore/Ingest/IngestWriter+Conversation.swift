import GRDB

extension IngestWriter {
  /// Creates the conversation, or brings its fields up to date.
  ///
  /// A field that is empty is filled. One that is not is replaced only by a record that knows the
  /// conversation at least as far (`ConversationRecord.knownUntil`).
  func upsert(_ record: ConversationRecord) throws -> ConversationRowID {
    var statement = try InsertStatement(db, Self.upsertSQL)
    let fields = record.fields
    statement.bind(scope.agentID)
    statement.bind(record.conversationID)
    statement.bind(record.environmentID)
    statement.bind(fields.name)
    statement.bind(fields.customerID)
    statement.bind(fields.customerIPAddress)
    statement.bind(fields.device)
    statement.bind(fields.source)
    statement.bind(fields.language)
    statement.bind(fields.metadata)
    statement.bind(record.knownUntil ?? Timestamp(microseconds: .min))
    statement.bind(record.spans.compactMap(\.startedAt).min() ?? receivedAt)
    statement.bind(record.knownUntil ?? receivedAt)
    statement.bind(receivedAt)
    guard let id = try statement.run(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    return ConversationRowID(value: id)
  }

  private static let upsertSQL = """
    INSERT INTO conversations (agent_id, conversation_id, environment_id, name, customer_id,
      customer_ip_address, device, source, language, metadata, fields_at, started_at, ended_at, received_at)
    VALUES (?1, ?2,
      coalesce(?3, (SELECT id FROM environments WHERE agent_id = ?1 AND slug = 'production')),
      ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    ON CONFLICT (agent_id, conversation_id) DO UPDATE SET
      environment_id = CASE WHEN ?11 >= fields_at THEN coalesce(?3, environment_id) ELSE environment_id END,
      \(["name", "customer_id", "customer_ip_address", "device", "source", "language", "metadata"].map { """
        \($0) = CASE WHEN ?11 >= fields_at THEN coalesce(excluded.\($0), \($0))
          ELSE coalesce(\($0), excluded.\($0)) END
      """ }.joined(separator: ",\n")),
      fields_at = max(fields_at, ?11)
    RETURNING id
    """

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

/// What the new rows of a batch add to their conversation.
struct ConversationChanges {
  var messages = 0
  var actions = 0
  var isUsed = false
  var earliest: Timestamp?
  var latest: Timestamp?
  private(set) var hasNewRows = false

  /// Counts a new span.
  mutating func cover(_ span: SpanRecord) {
    if case .visit = span.meaning {} else { isUsed = true }
    cover(span.startedAt)
    cover(span.endedAt)
  }

  /// Counts a new row at `time`.
  mutating func cover(_ time: Timestamp?) {
    hasNewRows = true
    guard let time else { return }
    earliest = min(earliest ?? time, time)
    latest = max(latest ?? time, time)
  }
}
