import GRDB

extension Schema {
  /// What makes reading by trace quick.
  static func indexTraces(_ db: Database) throws {
    try db.execute(sql: "CREATE INDEX spans_of_trace ON spans (trace_id)")
  }

  /// An index whose entries stand in the order of their rows, for lists in that order, and one of marked
  /// conversations that says so in a column, for SQLite to see how few it leads to. The one that goes is the
  /// beginning of `conversations_of_people`.
  static func indexOrders(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE INDEX conversations_in_order ON conversations (agent_id, deleted_at);
        DROP INDEX conversations_marked;
        CREATE INDEX conversations_marked ON conversations (agent_id, is_marked, started_at)
          WHERE is_marked = 1;
        DROP INDEX conversations_by_start;
        """)
  }
}
