import GRDB

/// A span of the archive.
public struct SpanRow: Sendable, Equatable {
  public let id: Int64
  public let conversation: Int64
  public let conversationID: String
  public let traceID: String
  public let spanID: String
  public let parentSpanID: String?
  public let kind: String
  public let name: String
  public let startedAt: Timestamp?
  public let endedAt: Timestamp?
  /// Milliseconds.
  public let duration: Double?
  public let status: String
  /// The span exactly as it was received: JSON text.
  public let payload: String

  static let columns: SQL = """
    spans.id, spans.conversation, conversations.conversation_id, spans.trace_id, spans.span_id,
    spans.parent_span_id, spans.kind, spans.name, spans.started_at, spans.ended_at, spans.duration_ms,
    spans.status, spans.payload
    """

  init(_ row: Row) {
    id = row[0]
    conversation = row[1]
    conversationID = row.text(2) ?? ""
    traceID = row[3]
    spanID = row[4]
    parentSpanID = row[5]
    kind = row.text(6) ?? ""
    name = row.text(7) ?? ""
    startedAt = row.timestamp(8)
    endedAt = row.timestamp(9)
    duration = row[10]
    status = row.text(11) ?? ""
    payload = row.text(12) ?? ""
  }
}

/// Which spans of an agent a list shows.
public struct SpanFilter: Sendable, Equatable {
  public var part = ConversationPart()
  public var kind: String?
  public var name: String?
  public var spanID: String?
  public var traceID: String?
  public var parentSpanID: String?
  public var status: String?

  public enum Column: String, Sendable {
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case duration = "duration_ms"
    case id
  }

  public init() {}

  func source(for scope: AgentScope) -> SQL {
    var condition = part.condition(on: "spans", for: scope)
    let exact: [(String, String?)] = [
      ("kind", kind), ("name", name), ("span_id", spanID), ("trace_id", traceID),
      ("parent_span_id", parentSpanID), ("status", status),
    ]
    for case (let column, let value?) in exact { condition += " AND spans.\(sql: column) = \(value)" }
    return "\(ConversationPart.tables(with: "spans")) WHERE \(condition)"
  }
}

extension CollectorStore {
  /// Spans that one trace's answer shows at most.
  public static let maximumTraceSize = 5000

  /// The spans of an agent that pass `filter`.
  public func spans(
    of scope: AgentScope, filter: SpanFilter, order: ListOrder<SpanFilter.Column>, slice: ListSlice
  ) async throws -> ListPage<SpanRow> {
    try await database.read { db in
      try .fetch(
        db, SpanRow.columns, of: "spans", in: ConversationPart.tables(with: "spans"),
        from: filter.source(for: scope), order: order.clause(of: "spans"), slice: slice, SpanRow.init)
    }
  }

  /// One span by its row; nil where the agent has none of that id.
  public func span(_ id: Int64, of scope: AgentScope) async throws -> SpanRow? {
    try await database.read { db in
      let row: SQLRequest<Row> = """
        SELECT \(SpanRow.columns) FROM \(SpanFilter().source(for: scope)) AND spans.id = \(id)
        """
      return try row.fetchCursor(db).map { SpanRow($0) }.next()
    }
  }
}
