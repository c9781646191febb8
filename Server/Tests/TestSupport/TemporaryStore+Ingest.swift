import CollectorAPI
import CollectorStore

extension TemporaryStore {
  /// Decodes and writes a batch as the ingest route does.
  @discardableResult
  public func ingest(_ batch: Batch, key: APIKey? = nil) async throws -> IngestSummary {
    let credential = try await store.authenticate((key ?? self.key).text)
    let decoded = try BatchDecoder(environments: credential.environments).decode(batch.json)
    return try await store.ingest(decoded, for: credential.scope)
  }

  /// The conversation and what was said in it.
  public func read(_ conversationID: String) async throws -> (ConversationRow, Transcript)? {
    var filter = ConversationFilter()
    filter.conversationID = conversationID
    let audience = Audience.agent(try await credential().scope)
    let page = try await store.conversations(for: audience, filter: filter, limit: 1, withTranscripts: true)
    return page.conversations.first.map { ($0, page.transcripts[$0.id] ?? Transcript()) }
  }
}
