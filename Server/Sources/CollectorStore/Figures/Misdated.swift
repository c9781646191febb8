import GRDB

extension Timestamp {
  /// A clock that shows less was never set.
  static let earliestCredible = Timestamp(microseconds: 946_684_800_000_000)  // 2000-01-01
  /// Microseconds that a caller's clock may be ahead of ours.
  static let credibleLead: Int64 = 300_000_000

  /// Whether something that was received at `received` can have happened then.
  func isCredible(at received: Timestamp) -> Bool {
    self >= Self.earliestCredible && microseconds <= received.microseconds + Self.credibleLead
  }
}

/// Rows whose time cannot be right, and when their figures count instead.
enum Misdated {
  static let sources = ["conversations", "messages", "action_logs", "token_usage"]

  /// Notes those of one conversation, or of all, and that the figures of their moments are out of date.
  static func note(_ db: Database, in conversation: Int64? = nil) throws {
    for source in sources {
      let found = "SELECT id, received FROM (\(rows(of: source))) WHERE \(credible) IS NOT TRUE"
      for sql in [
        "INSERT OR IGNORE INTO stale_slots SELECT received / 900000000 FROM (\(found))",
        "INSERT OR IGNORE INTO misdated SELECT '\(source)', id, received FROM (\(found))",
      ] {
        try db.cachedStatement(sql: sql).execute(arguments: [conversation])
      }
    }
  }

  /// The condition in SQL that a row of `source` counts between `?1` and `?2`, by its `time`, or by its moment
  /// where that is noted: two queries, so that each finds its rows by an index.
  static func between(_ source: String, _ columns: String, time: String) -> String {
    """
    (SELECT \(columns) FROM \(source) WHERE \(time) >= ?1 AND \(time) < ?2
      AND NOT EXISTS (SELECT 1 FROM misdated WHERE source = '\(source)' AND row = \(source).id)
    UNION ALL
    SELECT \(columns) FROM \(source) WHERE id IN (
      SELECT row FROM misdated WHERE source = '\(source)' AND moment >= ?1 AND moment < ?2)) AS \(source)
    """
  }

  /// The condition in SQL that a conversation counts between two moments, for those that are found some other way.
  static func conversation(startedFrom start: Timestamp?, before end: Timestamp) -> SQL {
    let first = start?.microseconds ?? .min
    return """
      iif(EXISTS (SELECT 1 FROM misdated WHERE source = 'conversations' AND row = conversations.id),
        EXISTS (SELECT 1 FROM misdated WHERE source = 'conversations' AND row = conversations.id
          AND moment >= \(first) AND moment < \(end.microseconds)),
        conversations.started_at >= \(first) AND conversations.started_at < \(end.microseconds))
      """
  }

  private static let credible = """
    time BETWEEN \(Timestamp.earliestCredible.microseconds) AND received + \(Timestamp.credibleLead)
    """

  /// Ids and times of a conversation's rows, `?1`, or of all where that is NULL.
  private static func rows(of source: String) -> String {
    switch source {
    case "conversations":
      return """
        SELECT id, started_at AS time, received_at AS received FROM conversations WHERE id = ?1
        UNION ALL SELECT id, started_at, received_at FROM conversations WHERE ?1 IS NULL
        """
    case "token_usage":
      return parts(source, time: "started_at", received: "token_usage.received_at")
    default:
      return parts(
        source, time: "timestamp",
        received: "(SELECT received_at FROM spans WHERE spans.id = \(source).span)")
    }
  }

  private static func parts(_ table: String, time: String, received: String) -> String {
    let select = """
      SELECT \(table).id, \(table).\(time) AS time, coalesce(\(received), conversations.received_at) AS received
      FROM \(table) JOIN conversations ON conversations.id = \(table).conversation
      """
    return "\(select) WHERE \(table).conversation = ?1 UNION ALL \(select) WHERE ?1 IS NULL"
  }
}
