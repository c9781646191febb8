import GRDB

extension CollectorStore {
  /// Conversations that `conversationMetadata` looks at.
  static let metadataConversations = 20_000
  /// Conversations whose messages `messageMetadata` looks at.
  static let metadataTranscripts = 1_000

  /// The different metadata of the agent's latest conversations, newest first: JSON texts.
  public func conversationMetadata(of scope: AgentScope) async throws -> [String] {
    try await texts(
      """
      SELECT metadata FROM conversations
      WHERE agent_id = \(scope.agentID) AND deleted_at IS NULL ORDER BY started_at DESC
      LIMIT \(Self.metadataConversations)
      """)
  }

  /// The different metadata of the messages in the agent's latest conversations, newest first: JSON texts.
  public func messageMetadata(of scope: AgentScope) async throws -> [String] {
    try await texts(
      """
      SELECT metadata FROM messages WHERE is_action = 0 AND conversation IN (
        SELECT id FROM conversations WHERE agent_id = \(scope.agentID) AND deleted_at IS NULL
        ORDER BY started_at DESC LIMIT \(Self.metadataTranscripts))
      ORDER BY id DESC
      """)
  }

  private func texts(_ query: SQL) async throws -> [String] {
    try await database.read { db in
      var seen: Set<String> = []
      var texts: [String] = []
      let rows = try SQLRequest<Row>(literal: query).fetchCursor(db)
      while let row = try rows.next() {
        if let text = row.text(0), seen.insert(text).inserted { texts.append(text) }
      }
      return texts
    }
  }
}
