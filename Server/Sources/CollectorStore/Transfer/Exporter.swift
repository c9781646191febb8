import GRDB

/// Writes agents and their conversations as lines of JSON. Each conversation is read in one transaction, and
/// row by row: memory does not grow with the store, nor does the store's log with the length of the export.
public struct Exporter {
  /// Takes a line, without its end.
  public typealias Write = (String) throws -> Void

  private let store: CollectorStore
  private let agents: [Int64]

  /// - Parameters:
  ///   - client: Export its agents alone.
  ///   - agent: Export this agent alone.
  /// - Throws: `TenantError` for a name that nothing has.
  public init(_ store: CollectorStore, client: String? = nil, agent: String? = nil) throws {
    self.store = store
    agents = try store.database.read { db in
      if let agent { return [try requireAgent(db, AgentName(agent, client: client))] }
      let only = try client.map { try requireClient(db, $0) }
      return try SQLRequest<Int64>(
        "SELECT id FROM agents WHERE client_id = coalesce(\(only), client_id) ORDER BY id"
      ).fetchAll(db)
    }
  }

  /// How many conversations there are behind the row `last`.
  public func count(after last: Int64 = 0) throws -> Int {
    try store.database.read { db in
      try agents.reduce(0) { sum, agent in
        let count: SQLRequest<Int> =
          "SELECT count(*) FROM conversations WHERE agent_id = \(agent) AND id > \(last)"
        return sum + (try count.fetchOne(db) ?? 0)
      }
    }
  }

  /// Writes the agents with what belongs to none of their conversations.
  public func writeAgents(_ write: Write) throws {
    for agent in agents {
      try store.database.read { db in
        let client = try String.fetchOne(
          db,
          sql: "SELECT clients.name FROM clients JOIN agents ON client_id = clients.id WHERE agents.id = ?",
          arguments: [agent])
        try writeRows(
          db, of: "agents", "SELECT id, name, created_at FROM agents WHERE id = ?", agent,
          extra: [("client", client ?? "")], write)
        for table in TransferTable.ofAgent {
          try writeRows(db, of: table.name, table.ofAgentSQL, agent, without: table.generated, write)
        }
      }
    }
  }

  /// Writes the next conversation behind the row `last`; answers its row, or nil where there is none.
  public func writeConversation(after last: Int64, _ write: Write) throws -> Int64? {
    try store.database.read { db in
      let next = try agents.compactMap { agent in
        try SQLRequest<Int64>(
          "SELECT min(id) FROM conversations WHERE agent_id = \(agent) AND id > \(last)"
        ).fetchOne(db)
      }.min()
      guard let row = next else { return nil }
      try writeRows(db, of: "conversations", "SELECT * FROM conversations WHERE id = ?", row, write)
      for table in TransferTable.ofConversation {
        try writeRows(db, of: table.name, table.ofConversationSQL, row, without: table.generated, write)
      }
      return row
    }
  }

  private func writeRows(
    _ db: Database, of table: String, _ sql: String, _ argument: Int64,
    without generated: Set<String> = [], extra: [(String, String)] = [], _ write: Write
  ) throws {
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [argument])
    while let row = try rows.next() {
      try write(TransferLine.text(row, of: table, without: generated, extra: extra))
    }
  }
}

extension ExportHeader {
  /// The row of the conversation that a line of an export starts, or nil for other lines.
  public static func conversation(startedBy line: String) -> Int64? {
    guard line.hasPrefix(#"{"table":"conversations""#), let row = try? TransferLine(line),
      case .int64(let id) = row.values["id"]?.storage
    else { return nil }
    return id
  }
}
