import GRDB

/// Which tickets of an agent a list shows; a condition that is nil lets everything through.
public struct TicketFilter: Sendable, Equatable {
  /// Any of these; empty lets everything through.
  public var statuses: [String] = []
  public var priority: String?
  public var conversation: Int64?
  public var conversationID: String?
  public var hasConversation: Bool?
  public var hasFeedback: Bool?
  /// Any of these; empty lets everything through.
  public var tags: [String] = []
  /// Found in the title.
  public var search: String?
  public var createdAfter: Timestamp?
  public var createdBefore: Timestamp?
  public var updatedAfter: Timestamp?
  public var updatedBefore: Timestamp?

  public enum Column: String, Sendable {
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case priority, status, title, id
  }

  public init() {}

  func source(for scope: AgentScope) -> SQL {
    var parts: [SQL] = ["tickets.agent_id = \(scope.agentID)"]
    if !statuses.isEmpty { parts.append("tickets.status IN \(statuses)") }
    if let priority { parts.append("tickets.priority = \(priority)") }
    if let conversation { parts.append("tickets.conversation = \(conversation)") }
    if let conversationID { parts.append("conversations.conversation_id = \(bound(conversationID))") }
    if let hasConversation { parts.append("(tickets.conversation IS NOT NULL) = \(hasConversation)") }
    if let hasFeedback { parts.append("(tickets.feedback IS NOT NULL) = \(hasFeedback)") }
    if !tags.isEmpty {
      parts.append("EXISTS (SELECT 1 FROM json_each(tickets.tags) WHERE json_each.value IN \(tags))")
    }
    if let search { parts.append("tickets.title \(containing(search))") }
    if let createdAfter { parts.append("tickets.created_at >= \(createdAfter.microseconds)") }
    if let createdBefore { parts.append("tickets.created_at <= \(createdBefore.microseconds)") }
    if let updatedAfter { parts.append("tickets.updated_at >= \(updatedAfter.microseconds)") }
    if let updatedBefore { parts.append("tickets.updated_at <= \(updatedBefore.microseconds)") }
    return "\(TicketRow.tables) WHERE \(parts.joined(separator: " AND "))"
  }
}

extension ListOrder<TicketFilter.Column> {
  /// Priorities and statuses in the order of their meaning, not of their letters.
  var ticketClause: SQL {
    let words: [String]
    switch column {
    case .priority: words = Ticket.priorities
    case .status: words = Ticket.statuses
    default: return clause(of: "tickets")
    }
    let cases = words.enumerated().map { "WHEN '\($1)' THEN \($0)" }.joined(separator: " ")
    let direction = isDescending ? "DESC" : "ASC"
    return SQL(sql: "CASE tickets.\(column.rawValue) \(cases) END \(direction), tickets.id \(direction)")
  }
}

extension CollectorStore {
  /// The tickets of an agent that pass `filter`.
  public func tickets(
    of scope: AgentScope, filter: TicketFilter, order: ListOrder<TicketFilter.Column>, slice: ListSlice
  ) async throws -> ListPage<TicketRow> {
    try await database.read { db in
      let page = try ListPage.fetch(
        db, TicketRow.columns, from: filter.source(for: scope), order: order.ticketClause, slice: slice,
        TicketRow.init)
      return ListPage(count: page.count, rows: try TicketRow.withComments(page.rows, db))
    }
  }

  /// One ticket by its row; nil where the agent has none of that id.
  public func ticket(_ id: Int64, of scope: AgentScope) async throws -> TicketRow? {
    try await database.read { db in try TicketRow.fetch(db, id, of: scope) }
  }

  /// What was said about a ticket, oldest first; nil where the agent has none of that id.
  public func comments(
    onTicket id: Int64, of scope: AgentScope, slice: ListSlice
  ) async throws -> ListPage<TicketComment>? {
    try await database.read { db in
      let isKnown: SQLRequest<Int64> = """
        SELECT id FROM tickets WHERE agent_id = \(scope.agentID) AND id = \(id)
        """
      guard try isKnown.fetchOne(db) != nil else { return nil }
      return try .fetch(
        db, TicketComment.columns, from: "ticket_comments WHERE ticket = \(id)", order: "id", slice: slice,
        TicketComment.init)
    }
  }

  /// The newest ticket on each of some feedbacks of an agent, by feedback.
  public func tickets(
    onFeedbacks feedbacks: [Int64], of scope: AgentScope
  ) async throws -> [Int64: TicketRow] {
    try await database.read { db in
      let rows = try TicketRow.fetch(
        db, "tickets.agent_id = \(scope.agentID) AND tickets.feedback IN \(feedbacks)")
      return Dictionary(rows.map { ($0.feedback?.id ?? 0, $0) }, uniquingKeysWith: { newest, _ in newest })
    }
  }
}

extension TicketRow {
  static func fetch(_ db: Database, _ id: Int64, of scope: AgentScope) throws -> TicketRow? {
    try fetch(db, "tickets.agent_id = \(scope.agentID) AND tickets.id = \(id)").first
  }

  /// Newest first.
  static func fetch(_ db: Database, _ condition: SQL) throws -> [TicketRow] {
    let rows: SQLRequest<Row> = """
      SELECT \(columns) FROM \(tables) WHERE \(condition) ORDER BY tickets.created_at DESC, tickets.id DESC
      """
    return try withComments(Array(rows.fetchCursor(db).map { TicketRow($0) }), db)
  }

  fileprivate static func withComments(_ rows: [TicketRow], _ db: Database) throws -> [TicketRow] {
    let comments = try TicketComment.fetch(db, of: rows.map(\.id))
    return rows.map { row in
      var row = row
      row.comments = comments[row.id] ?? []
      return row
    }
  }
}
