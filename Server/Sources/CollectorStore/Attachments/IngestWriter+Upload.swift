import GRDB

extension CollectorStore {
  /// Writes an upload for `scope` and returns once it is committed.
  /// - Throws: `WriteError` where the agent has no such conversation or message; `DatabaseError`.
  public func upload(_ upload: Upload, for scope: AgentScope) async throws -> UploadReceipt {
    try await commit(size: upload.files.reduce(0) { $0 + $1.bytes.count }) { db in
      try IngestWriter(db: db, scope: scope, receivedAt: .now()).write(upload)
    }
  }
}

extension IngestWriter {
  /// Bytes in one row of a file's contents.
  static let pieceSize = 256 << 10

  func write(_ upload: Upload) throws -> UploadReceipt {
    let conversation = try conversation(of: upload)
    let uploadID = upload.fingerprint()
    let known = try attachments(of: uploadID, conversation)
    if let first = known.first {
      return UploadReceipt(
        conversation: conversation.value, message: first.messageID, attachments: known, isNew: false)
    }
    let message = try upload.message ?? insertMessage(of: upload, id: "upload:" + uploadID, conversation)
    for (position, file) in upload.files.enumerated() {
      try insert(file, at: position, of: uploadID, message: message, conversation)
    }
    return UploadReceipt(
      conversation: conversation.value, message: message,
      attachments: try attachments(of: uploadID, conversation), isNew: true)
  }

  /// A message decides the conversation: its sender may know only one of the two.
  private func conversation(of upload: Upload) throws -> ConversationRowID {
    guard let message = upload.message else {
      return try row(of: upload.conversation, at: upload.timestamp)
    }
    var find = try InsertStatement(
      db,
      """
      SELECT conversations.id FROM messages JOIN conversations ON conversations.id = messages.conversation
      WHERE conversations.agent_id = ?1 AND messages.id = ?2 AND conversations.id = coalesce(?3, conversations.id)
      """)
    find.bind(scope.agentID)
    find.bind(message)
    find.bind(upload.conversation.row)
    guard let id = try find.run(db) else { throw WriteError.noMessage(message) }
    return ConversationRowID(value: id)
  }

  /// The message that stands for files which came without one.
  private func insertMessage(
    of upload: Upload, id: String, _ conversation: ConversationRowID
  ) throws -> Int64 {
    let time = upload.timestamp ?? receivedAt
    let message = try insertMessage(
      id: id, spanID: nil, at: time, sender: upload.sender, content: "[Attachments]",
      metadata: upload.metadata, latency: nil, conversation)
    guard let message else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    var changes = ConversationChanges()
    changes.messages = 1
    changes.isUsed = true
    changes.cover(time)
    try apply(changes, to: conversation)
    return message
  }

  private func insert(
    _ file: Upload.File, at position: Int, of uploadID: String, message: Int64,
    _ conversation: ConversationRowID
  ) throws {
    var statement = try InsertStatement(
      db,
      """
      INSERT INTO attachments (public_id, conversation, message, upload_id, position, filename, mime_type,
        size, received_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """)
    statement.bind(RandomID.make())
    statement.bind(conversation.value)
    statement.bind(message)
    statement.bind(uploadID)
    statement.bind(Int64(position))
    statement.bind(file.filename)
    statement.bind(file.mimeType)
    statement.bind(Int64(file.bytes.count))
    statement.bind(receivedAt)
    let attachment = try statement.run(db)
    try file.bytes.withUnsafeBytes { bytes in
      for (number, start) in stride(from: 0, to: bytes.count, by: Self.pieceSize).enumerated() {
        var statement = try InsertStatement(
          db, "INSERT INTO attachment_pieces (attachment, position, bytes) VALUES (?, ?, ?)")
        statement.bind(attachment)
        statement.bind(Int64(number))
        let end = min(start + Self.pieceSize, bytes.count)
        statement.bind(blob: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        try statement.run(db)
      }
    }
  }

  private func attachments(
    of uploadID: String, _ conversation: ConversationRowID
  ) throws -> [AttachmentRow] {
    let rows: SQLRequest<Row> = """
      SELECT \(AttachmentRow.columns) FROM attachments
      WHERE conversation = \(conversation.value) AND upload_id = \(uploadID) ORDER BY position
      """
    return try Array(rows.fetchCursor(db).map { AttachmentRow($0) })
  }
}
