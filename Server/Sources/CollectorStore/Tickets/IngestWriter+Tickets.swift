import GRDB

extension IngestWriter {
  func insert(_ ticket: Ticket) throws -> Int64 {
    var conversation = ticket.conversation
    if let row = conversation { conversation = try self.row(of: .init(row: row), at: nil).value }
    if let id = ticket.feedback {
      let feedback = try self.feedback(id)
      if conversation == nil { conversation = feedback.conversation }
    }
    var insert = try InsertStatement(
      db,
      """
      INSERT INTO tickets (agent_id, environment_id, conversation, feedback, title, status, priority, tags,
        created_at, updated_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9) RETURNING id
      """)
    insert.bind(scope.agentID)
    insert.bind(try environment(ticket.environment))
    insert.bind(conversation)
    insert.bind(ticket.feedback)
    insert.bind(ticket.title)
    insert.bind(ticket.status)
    insert.bind(ticket.priority)
    insert.bind(TicketRow.text(of: ticket.tags))
    insert.bind(receivedAt)
    guard let id = try insert.run(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    return id
  }

  func ticket(_ id: Int64) throws -> TicketRow {
    guard let row = try TicketRow.fetch(db, id, of: scope) else { throw WriteError.noTicket }
    return row
  }

  func change(_ id: Int64, _ edit: TicketEdit) throws {
    var update = try InsertStatement(
      db,
      """
      UPDATE tickets SET title = coalesce(?3, title), status = coalesce(?4, status),
        priority = coalesce(?5, priority), tags = coalesce(?6, tags), updated_at = ?7
      WHERE agent_id = ?1 AND id = ?2
      """)
    update.bind(scope.agentID)
    update.bind(id)
    update.bind(edit.title)
    update.bind(edit.status)
    update.bind(edit.priority)
    update.bind(edit.tags.map(TicketRow.text(of:)))
    update.bind(receivedAt)
    try update.run(db)
    guard db.changesCount > 0 else { throw WriteError.noTicket }
  }

  func insertComment(on ticket: Int64, body: String, author: String, role: String) throws -> Int64 {
    try change(ticket, TicketEdit())
    var insert = try InsertStatement(
      db,
      """
      INSERT INTO ticket_comments (ticket, author, role, body, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id
      """)
    insert.bind(ticket)
    insert.bind(author)
    insert.bind(role)
    insert.bind(body)
    insert.bind(receivedAt)
    guard let id = try insert.run(db) else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT) }
    return id
  }
}
