import GRDB

extension ConversationFilter {
  /// How many conversations pass the filter. Where it asks for nothing but an environment, the counts that
  /// are kept with every change tell, however many there are.
  func count(_ db: Database, for audience: Audience) throws -> Int {
    var plain = ConversationFilter()
    plain.environment = environment
    plain.includesDeleted = includesDeleted
    guard self == plain else {
      let count: SQLRequest<Int> = """
        SELECT count(*) FROM conversations WHERE \(condition(for: audience))
        """
      return try count.fetchOne(db) ?? 0
    }
    var parts: [SQL] = ["1"]
    if let owned = audience.owns("agent_id") { parts.append(owned) }
    if !includesDeleted { parts.append("is_deleted = 0") }
    if let environment {
      parts.append("environment_id IN (SELECT id FROM environments WHERE slug = \(environment))")
    }
    let count: SQLRequest<Int> = """
      SELECT sum(conversations) FROM conversation_counts WHERE \(parts.joined(separator: " AND "))
      """
    return try count.fetchOne(db) ?? 0
  }
}
