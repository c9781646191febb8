import GRDB

/// The spans of one turn, or of one trace where they belong to none.
public struct TurnTrace: Sendable {
  /// By their start.
  public internal(set) var spans: [Span] = []

  public struct Span: Sendable {
    /// The row from which messages, actions and buttons of a transcript came.
    public let row: Int64
    public let kind: String
    public let name: String
    public let startedAt: Timestamp
    /// Milliseconds.
    public let duration: Double
    public let status: String
    /// How many spans it is inside of.
    public internal(set) var depth = 0
  }
}

extension CollectorStore {
  /// The traces of a conversation, in the order in which they began; spans without a time are left out.
  public func traces(of conversation: ConversationRow) async throws -> [TurnTrace] {
    try await database.read { db in
      let rows: SQLRequest<Row> = """
        SELECT coalesce(turn_id, trace_id), id, kind, name, started_at, duration_ms, status, span_id,
          parent_span_id
        FROM spans WHERE conversation = \(conversation.id) AND started_at IS NOT NULL
        ORDER BY started_at, coalesce(duration_ms, 0) DESC, id LIMIT \(Self.maximumTraceSize)
        """
      var order: [String] = []
      var traces: [String: TurnTrace] = [:]
      var depths: [String: Int] = [:]
      for row in try rows.fetchAll(db) {
        let group = row.text(0) ?? ""
        if traces[group] == nil { order.append(group) }
        // Parents begin before their children, so theirs is known.
        let depth = row.text(8).flatMap { depths[$0] }.map { $0 + 1 } ?? 0
        depths[row.text(7) ?? ""] = depth
        traces[group, default: TurnTrace()].spans.append(
          TurnTrace.Span(
            row: row[1], kind: row.text(2) ?? "", name: row.text(3) ?? "",
            startedAt: Timestamp(microseconds: row[4]), duration: row[5] ?? 0, status: row.text(6) ?? "",
            depth: depth))
      }
      return order.compactMap { traces[$0] }
    }
  }
}
