import GRDB

/// What people can choose from when they filter conversations.
public struct FilterChoices: Sendable {
  /// By name.
  public let agents: [(id: Int64, name: String)]
  /// Slugs.
  public let environments: [String]
  /// The most frequent labels of the last two weeks.
  public let labels: [Dimension: [String]]
}

extension CollectorStore {
  private static var mostLabels: Int { 50 }

  public func filterChoices(for audience: Audience, now: Timestamp = .now()) async throws -> FilterChoices {
    try await database.read { db in
      let owned = audience.owns("agents.id") ?? "1"
      let agents: SQLRequest<Row> = "SELECT id, name FROM agents WHERE \(owned) ORDER BY name, id"
      let environments: SQLRequest<String> = """
        SELECT DISTINCT slug FROM environments JOIN agents ON agents.id = agent_id WHERE \(owned) ORDER BY slug
        """
      let labels: SQLRequest<Row> = """
        SELECT dimension, label, sum(count) FROM slot_labels JOIN agents ON agents.id = agent_id
        WHERE slot >= \(Slot(containing: now.adding(days: -14)).number) AND \(owned)
          AND dimension IN \(Self.choosable.map(\.rawValue))
        GROUP BY dimension, label ORDER BY sum(count) DESC, label
        """
      var byDimension: [Dimension: [String]] = [:]
      let rows = try labels.fetchCursor(db)
      while let row = try rows.next() {
        guard let dimension = row.text(0).flatMap(Dimension.init), let label = row.text(1), !label.isEmpty,
          byDimension[dimension, default: []].count < Self.mostLabels
        else { continue }
        byDimension[dimension, default: []].append(label)
      }
      return FilterChoices(
        agents: try agents.fetchAll(db).map { ($0[0], $0[1]) }, environments: try environments.fetchAll(db),
        labels: byDimension)
    }
  }

  private static var choosable: [Dimension] { [.device, .source, .language, .tool] }

  /// Whether the audience has a conversation, deleted or not.
  public func hasConversations(for audience: Audience) async throws -> Bool {
    try await database.read { db in
      let owned = audience.owns("agent_id") ?? "1"
      let found: SQLRequest<Bool> = """
        SELECT EXISTS (SELECT 1 FROM conversation_counts WHERE \(owned) AND conversations > 0)
        """
      return try found.fetchOne(db) ?? false
    }
  }

  /// How many conversations the audience has, without deleted ones.
  public func countConversations(for audience: Audience) async throws -> Int {
    try await database.read { try ConversationFilter().count($0, for: audience) }
  }
}
