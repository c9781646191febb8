import GRDB

/// Something that was just said or done, for those who look on.
public struct LiveMessage: Sendable, Equatable {
  /// Grows with every message of the store.
  public let id: Int64
  /// The conversation's row.
  public let conversation: Int64
  public let conversationTitle: String
  public let agentName: String
  public let environment: String
  /// `end_user`, `agent` or `system`.
  public let sender: String
  public let isAction: Bool
  /// The beginning of what was said.
  public let content: String
  public let timestamp: Timestamp
  let clientID: Int64

  /// Characters of a text that are shown.
  private static let longest = 500

  static let columns: SQL = """
    messages.id, messages.conversation, coalesce(conversations.name, conversations.conversation_id),
    agents.name, environments.slug, messages.sender, messages.is_action,
    substr(messages.content, 1, \(longest)), messages.timestamp, agents.client_id
    """

  static let tables: SQL = """
    messages CROSS JOIN conversations ON conversations.id = messages.conversation
    JOIN agents ON agents.id = conversations.agent_id
    JOIN environments ON environments.id = conversations.environment_id
    """

  /// Reads a row of `columns`.
  init(_ row: Row) {
    id = row[0]
    conversation = row[1]
    conversationTitle = row.text(2) ?? ""
    agentName = row[3]
    environment = row[4]
    sender = row[5]
    isAction = row[6]
    content = row.text(7) ?? ""
    timestamp = Timestamp(microseconds: row[8])
    clientID = row[9]
  }

  static func fetch(_ db: Database, _ condition: SQL, order: SQL, limit: Int) throws -> [LiveMessage] {
    let request: SQLRequest<Row> = """
      SELECT \(columns) FROM \(tables) WHERE \(condition) AND conversations.deleted_at IS NULL
      ORDER BY \(order) LIMIT \(limit)
      """
    return try Array(request.fetchCursor(db).map(LiveMessage.init))
  }
}

/// The latest messages of an audience.
public struct LiveSnapshot: Sendable {
  /// Newest first.
  public let messages: [LiveMessage]
  /// Every message up to this id is in the snapshot, or is older than all in it.
  public let newest: Int64
  /// Conversations in which something was said in the last five minutes.
  public let activeConversations: Int
}

extension CollectorStore {
  /// What is going on now.
  public func liveSnapshot(for audience: Audience, limit: Int = 50, now: Timestamp = .now()) async throws
    -> LiveSnapshot
  {
    try await database.read { db in
      let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM messages") ?? 0
      let owned = audience.owns("agents.id") ?? "1"
      let agents = try SQLRequest<Int64>("SELECT id FROM agents WHERE \(owned)").fetchAll(db)
      var latest: [(end: Int64, id: Int64)] = []
      var active = 0
      for agent in agents {
        let recent: SQLRequest<Row> = """
          SELECT ended_at, id FROM conversations WHERE agent_id = \(agent) AND deleted_at IS NULL
          ORDER BY ended_at DESC LIMIT \(limit)
          """
        latest += try recent.fetchAll(db).map { ($0[0], $0[1]) }
        let counted: SQLRequest<Int> = """
          SELECT count(*) FROM conversations WHERE agent_id = \(agent) AND deleted_at IS NULL
            AND ended_at BETWEEN \(now.microseconds - 300_000_000) AND \(now.microseconds + 300_000_000)
          """
        active += try counted.fetchOne(db) ?? 0
      }
      let ids = latest.sorted { ($0.end, $0.id) > ($1.end, $1.id) }.prefix(limit).map(\.id)
      let messages = try LiveMessage.fetch(
        db, "messages.conversation IN \(ids)", order: "messages.id DESC", limit: limit)
      return LiveSnapshot(messages: messages, newest: newest, activeConversations: active)
    }
  }

  /// Ids behind which a viewer who was away gets a snapshot instead of what was missed.
  private static var longestGap: Int64 { 5000 }

  /// What an audience has missed since the message `last`, oldest first, with the newest id; nil where that is
  /// more than `limit`.
  public func liveMessages(
    for audience: Audience, after last: Int64, limit: Int = 100
  ) async throws -> (messages: [LiveMessage], newest: Int64)? {
    try await database.read { db in
      let newest = try Int64.fetchOne(db, sql: "SELECT max(id) FROM messages") ?? 0
      guard last <= newest, newest - last <= Self.longestGap else { return nil }
      let owned = audience.owns("conversations.agent_id") ?? "1"
      let found = try LiveMessage.fetch(
        db, "messages.id > \(last) AND \(owned)", order: "messages.id", limit: limit + 1)
      return found.count > limit ? nil : (found, newest)
    }
  }
}

extension Audience {
  func sees(_ message: LiveMessage) -> Bool {
    switch self {
    case .client(let scope): message.clientID == scope.clientID
    case .everything: true
    // Keys read by the API, which has no live view.
    case .agent: false
    }
  }
}
