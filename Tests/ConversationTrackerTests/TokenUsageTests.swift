import ConversationTracker
import Testing

@Suite struct TokenUsageTests {
  private let server: RecordingServer
  private let tracker: ConversationTracker

  init() throws {
    server = try RecordingServer()
    tracker = try makeTracker(for: server, conversationID: "user_123")
  }

  @Test func countsArrive() async throws {
    try tracker.trackTokenUsage(
      prompt: 812, completion: 64, total: 900, embedding: 3, metadata: ["model": "small"])
    try await tracker.sendTrackedData()
    let span = try #require(server.spans.first)
    #expect(span["kind"] == "llm")
    #expect(span["attributes"]["gen_ai.usage.input_tokens"] == .number(812))
    #expect(span["attributes"]["gen_ai.usage.output_tokens"] == .number(64))
    #expect(span["attributes"]["agentsight.llm.embedding_tokens"] == .number(3))
    #expect(span["attributes"]["agentsight.llm.total_tokens"] == .number(900))
    #expect(span["attributes"]["agentsight.metadata"] == #"{"model":"small"}"#)
  }

  @Test func countsAddUpUntilTheyAreDelivered() async throws {
    try tracker.trackTokenUsage(prompt: 10, completion: 2)
    try tracker.trackTokenUsage(prompt: 5, embedding: 7, metadata: ["model": "small"])
    try tracker.trackTokenUsage(prompt: 1000, conversationID: "other")
    let usage = try tracker.tokenUsage()
    #expect(usage.prompt == 15)
    #expect(usage.completion == 2)
    #expect(usage.embedding == 7)
    #expect(usage.total == 24)
    #expect(try tracker.tokenUsage(conversationID: "other").prompt == 1000)

    try await tracker.sendTrackedData(conversationID: "user_123")
    #expect(try tracker.tokenUsage().total == 0)
    #expect(try tracker.tokenUsage(conversationID: "other").prompt == 1000)
  }

  @Test func anEncodableGoesAlong() async throws {
    try tracker.trackTokenUsage(total: 5, metadata: [String: Int]?.some(["attempt": 2]))
    try await tracker.sendTrackedData()
    let span = try #require(server.spans.first)
    #expect(span["attributes"]["agentsight.metadata"] == #"{"attempt":2}"#)
    #expect(span["attributes"]["agentsight.llm.total_tokens"] == .number(5))
  }

  @Test func whatIsNotACountIsRefused() throws {
    let messages = [
      { try tracker.trackTokenUsage(prompt: -1) }, { try tracker.trackTokenUsage(completion: -1) },
      { try tracker.trackTokenUsage(prompt: 1, total: -1) }, { try tracker.trackTokenUsage(embedding: .max) },
      { try tracker.trackTokenUsage() },
    ].map { expectFailure(.tokenUsage, of: $0)?.message.prefix { $0 != ":" } }
    #expect(messages == ["prompt", "completion", "total", "embedding", "token_usage"])
    #expect(tracker.statistics.accepted == 0)
  }

  @Test func aConversationIsNeeded() throws {
    let tracker = try makeTracker()
    expectFailure(.conversationID) { try tracker.trackTokenUsage(prompt: 1) }
    expectFailure(.conversationID) { _ = try tracker.tokenUsage() }
    expectFailure(.conversationID) { _ = try tracker.tokenUsage(conversationID: "a\0b") }
  }
}
