import GRDB

/// What one model used in one turn, as lists of usage show it.
public struct TokenUsageEntry: Sendable {
  public let id: Int64
  public let conversation: Int64
  public let conversationID: String
  public let environment: String
  public let turnID: String
  public let model: String
  /// Column name and count, in the order of the contract.
  public let counts: [(name: String, count: Int64)]
  public let totalTokens: Int64
  /// nil where nobody knows it.
  public let cost: Money?
  /// What the caller said it cost; nil where it did not.
  public let reportedCost: Money?
  /// `backend`, `reported` or `unpriced`.
  public let costSource: String
  public let calls: Int64
  public let unreportedCalls: Int64
  /// Why the turn was cut short; nil for a complete one.
  public let incompleteReason: String?
  public let startedAt: Timestamp?
  public let endedAt: Timestamp?
}

/// Which usage of an agent a list shows.
public struct TokenUsageFilter: Sendable, Equatable {
  public var part = ConversationPart()
  public var model: String?
  public var turnID: String?
  public var isIncomplete: Bool?
  public var costSource: String?

  public enum Column: String, Sendable {
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case totalTokens = "total_tokens"
    case cost = "cost_usd"
    case id
  }

  public init() {}

  func source(for scope: AgentScope) -> SQL {
    var condition = part.condition(on: "token_usage", for: scope)
    if let model { condition += " AND token_usage.model = \(model)" }
    if let turnID { condition += " AND token_usage.turn_id = \(turnID)" }
    if let costSource { condition += " AND token_usage.cost_source = \(costSource)" }
    if let isIncomplete { condition += " AND (\(Self.reason) IS NOT NULL) = \(isIncomplete)" }
    return "\(ConversationPart.tables(with: "token_usage")) WHERE \(condition)"
  }

  fileprivate static let reason: SQL = """
    (SELECT max(spans.incomplete_reason) FROM spans WHERE spans.conversation = token_usage.conversation
      AND spans.turn_id = token_usage.turn_id AND spans.kind = 'turn')
    """
}

extension CollectorStore {
  /// The usage of an agent that passes `filter`.
  public func tokenUsage(
    of scope: AgentScope, filter: TokenUsageFilter, order: ListOrder<TokenUsageFilter.Column>,
    slice: ListSlice
  ) async throws -> ListPage<TokenUsageEntry> {
    let counts = SQL(sql: TokenUsageRow.columns.map { "token_usage.\($0)" }.joined(separator: ", "))
    return try await database.read { db in
      try .fetch(
        db,
        """
        token_usage.id, token_usage.conversation, conversations.conversation_id, environments.slug,
        token_usage.turn_id, token_usage.model, token_usage.calls, token_usage.unreported_calls,
        \(TokenUsageFilter.reason), token_usage.started_at, token_usage.ended_at,
        token_usage.total_tokens, token_usage.cost_usd, token_usage.cost_usd_reported, token_usage.cost_source,
        \(counts)
        """, of: "token_usage", in: ConversationPart.tables(with: "token_usage"),
        from: filter.source(for: scope), order: order.clause(of: "token_usage"), slice: slice
      ) { row in
        TokenUsageEntry(
          id: row[0], conversation: row[1], conversationID: row.text(2) ?? "", environment: row[3],
          turnID: row.text(4) ?? "", model: row.text(5) ?? "",
          counts: TokenUsageRow.columns.enumerated().map { ($1, row[$0 + 15]) }, totalTokens: row[11],
          cost: row.money(12),
          reportedCost: row.money(13), costSource: row[14], calls: row[6],
          unreportedCalls: row[7], incompleteReason: row.text(8), startedAt: row.timestamp(9),
          endedAt: row.timestamp(10))
      }
    }
  }
}
