import GRDB

/// What the rows of token usage of one group add up to.
public struct TokenUsageSum: Sendable {
  /// A model, the row of a conversation, or a day as `2026-01-31`.
  public let group: String
  public let calls: Int64
  public let rows: Int64
  /// Column name and count.
  public let counts: [(name: String, count: Int64)]
  public let totalTokens: Int64
  /// In units of `Money`, which this sum can go beyond.
  public let cost: Int128

  /// The cost in dollars as a decimal number.
  public var costText: String { Money.text(units: cost) }

  /// The cost in euros as a decimal number; nil where the price list has no rate.
  public func euroText(_ prices: PriceList) -> String? {
    prices.eurosPerDollar.map { Money.text(units: (cost * Int128($0) + 500_000) / 1_000_000) }
  }
}

/// By what usage is summed up.
public enum TokenUsageGrouping: String, Sendable, CaseIterable {
  case model, conversation, day

  fileprivate var expression: SQL {
    switch self {
    case .model: "token_usage.model"
    case .conversation: "token_usage.conversation"
    case .day: "strftime('%Y-%m-%d', \(Self.time) / 1000000, 'unixepoch')"
    }
  }

  /// When it was: what the caller's clock said, or the time of receipt where that clock cannot be right.
  private static let time: SQL = {
    let received: SQL = "coalesce(token_usage.received_at, conversations.received_at)"
    return """
      iif(token_usage.started_at BETWEEN \(Timestamp.earliestCredible.microseconds)
        AND \(received) + \(Timestamp.credibleLead), token_usage.started_at, \(received))
      """
  }()
}

extension CollectorStore {
  /// The usage of an agent that passes `filter`, summed up by group, the most expensive first.
  public func tokenUsageSums(
    of scope: AgentScope, filter: TokenUsageFilter, by grouping: TokenUsageGrouping
  ) async throws -> [TokenUsageSum] {
    let names = [
      "prompt_tokens", "completion_tokens", "embedding_tokens", "cache_read_tokens", "cache_write_tokens",
    ]
    let counts = SQL(sql: names.map { "sum(token_usage.\($0))" }.joined(separator: ", "))
    return try await database.read { db in
      // Costs are summed in two halves, each far from what an integer holds.
      let sums: SQLRequest<Row> = """
        SELECT \(grouping.expression) AS part, sum(token_usage.calls), count(*), sum(token_usage.total_tokens),
          coalesce(sum(token_usage.cost_usd / 1000000), 0), coalesce(sum(token_usage.cost_usd % 1000000), 0),
          \(counts)
        FROM \(filter.source(for: scope)) GROUP BY part
        """
      let rows = try Array(
        sums.fetchCursor(db).map { row in
          let (high, low): (Int64, Int64) = (row[4], row[5])
          return TokenUsageSum(
            group: row.text(0) ?? "", calls: row[1], rows: row[2],
            counts: names.enumerated().map { ($1, row[$0 + 6]) }, totalTokens: row[3],
            cost: Int128(high) * 1_000_000 + Int128(low))
        })
      return rows.sorted { ($0.cost, $0.totalTokens, $1.group) > ($1.cost, $1.totalTokens, $0.group) }
    }
  }
}
