import GRDB

/// Which feedbacks of an agent a list shows; a condition that is nil lets everything through. Feedback on
/// deleted conversations is in no list.
public struct FeedbackFilter: Sendable, Equatable {
  public var kind: String?
  public var conversation: Int64?
  public var conversationID: String?
  public var message: Int64?
  public var sentiment: String?
  public var category: String?
  public var topic: String?
  public var reason: String?
  /// A slug.
  public var environment: String?
  public var hasComment: Bool?
  public var commentContains: String?
  /// Found in the comment or the conversation's id or name.
  public var search: String?
  public var createdAfter: Timestamp?
  public var createdBefore: Timestamp?
  public var hasTicket: Bool?
  /// Any of these; empty lets everything through.
  public var ticketStatuses: [String] = []
  /// Whether the list holds nothing at all, for a condition that nothing can meet.
  public var isImpossible = false

  public enum Column: String, Sendable {
    case createdAt = "created_at"
    case id, kind, sentiment, category
  }

  public init() {}

  func source(for scope: AgentScope) -> SQL {
    var parts: [SQL] = [
      "feedbacks.agent_id = \(scope.agentID)", "conversations.deleted_at IS NULL",
    ]
    if isImpossible { parts.append("0") }
    let exact: [(String, String?)] = [
      ("feedbacks.kind", kind), ("feedbacks.sentiment", sentiment), ("feedbacks.category", category),
      ("feedbacks.topic", topic), ("feedbacks.reason", reason),
      ("conversations.conversation_id", conversationID), ("environments.slug", environment),
    ]
    for case (let column, let value?) in exact { parts.append("\(sql: column) = \(bound(value))") }
    if let conversation { parts.append("feedbacks.conversation = \(conversation)") }
    if let message { parts.append("feedbacks.message = \(message)") }
    if let hasComment { parts.append("(coalesce(feedbacks.comment, '') <> '') = \(hasComment)") }
    if let commentContains { parts.append("feedbacks.comment \(containing(commentContains))") }
    if let search {
      parts.append(
        """
        (feedbacks.comment \(containing(search)) OR conversations.conversation_id \(containing(search))
          OR conversations.name \(containing(search)))
        """)
    }
    if let createdAfter { parts.append("feedbacks.created_at >= \(createdAfter.microseconds)") }
    if let createdBefore { parts.append("feedbacks.created_at <= \(createdBefore.microseconds)") }
    if let hasTicket { parts.append("(\(Self.ticketExists)) = \(hasTicket)") }
    if !ticketStatuses.isEmpty {
      parts.append(
        """
        EXISTS (SELECT 1 FROM tickets WHERE tickets.feedback = feedbacks.id
          AND tickets.status IN \(ticketStatuses))
        """)
    }
    return "\(FeedbackRow.tables) WHERE \(parts.joined(separator: " AND "))"
  }

  private static let ticketExists: SQL =
    "EXISTS (SELECT 1 FROM tickets WHERE tickets.feedback = feedbacks.id)"
}

extension CollectorStore {
  /// The feedbacks of an agent that pass `filter`.
  public func feedbacks(
    of scope: AgentScope, filter: FeedbackFilter, order: ListOrder<FeedbackFilter.Column>, slice: ListSlice
  ) async throws -> ListPage<FeedbackRow> {
    try await database.read { db in
      try .fetch(
        db, FeedbackRow.columns, from: filter.source(for: scope), order: order.clause(of: "feedbacks"),
        slice: slice, FeedbackRow.init)
    }
  }

  /// One feedback by its row; nil where the agent has none of that id.
  public func feedback(_ id: Int64, of scope: AgentScope) async throws -> FeedbackRow? {
    try await database.read { db in try FeedbackRow.fetch(db, id, of: scope) }
  }

  /// How many tickets there are of each status on the feedbacks that pass `filter`, whatever it says about
  /// statuses.
  public func ticketCounts(
    of scope: AgentScope, filter: FeedbackFilter
  ) async throws -> [String: Int] {
    var filter = filter
    filter.ticketStatuses = []
    return try await database.read { [filter] db in
      let counts: SQLRequest<Row> = """
        SELECT status, count(*) FROM tickets
        WHERE feedback IN (SELECT feedbacks.id FROM \(filter.source(for: scope))) GROUP BY status
        """
      return Dictionary(uniqueKeysWithValues: try counts.fetchAll(db).map { ($0[0], $0[1]) })
    }
  }
}
