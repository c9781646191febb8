import GRDB

/// Something for a team to work on, checked and ready to be written.
public struct Ticket: Sendable {
  public static let statuses = ["backlog", "open", "in_progress", "in_review", "done", "closed"]
  public static let priorities = ["low", "medium", "high"]

  public var title: String
  public var status = "open"
  public var priority = "medium"
  public var tags: [String] = []
  /// A slug of the agent's; where the problem was seen.
  public var environment = "production"
  /// The row of the conversation that it is about; nil takes the one of the feedback.
  public var conversation: Int64?
  /// The row of the feedback that prompted it.
  public var feedback: Int64?

  public init(title: String) { self.title = title }
}

/// What changes about a ticket; nil leaves a field as it is.
public struct TicketEdit: Sendable, Equatable {
  public var title: String?
  public var status: String?
  public var priority: String?
  public var tags: [String]?

  public init() {}
}

extension CollectorStore {
  /// - Throws: `WriteError`; `DatabaseError`.
  public func add(
    _ ticket: Ticket, key: IdempotencyKey? = nil, for scope: AgentScope
  ) async throws -> (row: TicketRow, isNew: Bool) {
    try await commit { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      let (id, isNew) = try writer.once(key) { try writer.insert(ticket) }
      return (try writer.ticket(id), isNew)
    }
  }

  /// - Throws: `WriteError.noTicket`.
  public func edit(ticket id: Int64, _ edit: TicketEdit, for scope: AgentScope) async throws -> TicketRow {
    try await commit { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      try writer.change(id, edit)
      return try writer.ticket(id)
    }
  }

  /// Removes a ticket and its comments for good.
  /// - Throws: `WriteError.noTicket`.
  public func delete(ticket id: Int64, for scope: AgentScope) async throws {
    try await commit { db in
      try db.execute(literal: "DELETE FROM tickets WHERE agent_id = \(scope.agentID) AND id = \(id)")
      guard db.changesCount > 0 else { throw WriteError.noTicket }
    }
  }

  /// Adds a comment to a ticket of this agent. `role` is `agent`, `dev` or `reporter`.
  /// - Throws: `WriteError.noTicket`.
  public func comment(
    on ticket: Int64, body: String, author: String, role: String = "agent", key: IdempotencyKey? = nil,
    for scope: AgentScope
  ) async throws -> (row: TicketComment, isNew: Bool) {
    try await commit(size: body.utf8.count) { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      let (id, isNew) = try writer.once(key) {
        try writer.insertComment(on: ticket, body: body, author: author, role: role)
      }
      guard let row = try TicketComment.fetch(db, of: [ticket])[ticket]?.first(where: { $0.id == id }) else {
        throw WriteError.noTicket
      }
      return (row, isNew)
    }
  }
}
