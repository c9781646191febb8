import ConversationTracker
import Foundation
import Testing

/// What a collector receives.
@Suite struct DeliveryTests {
  private let server: RecordingServer
  private let tracker: ConversationTracker

  init() throws {
    server = try RecordingServer()
    tracker = try makeTracker(for: server)
  }

  /// The spans of the first conversation in the first batch.
  private func spans() throws -> JSON {
    try #require(server.batches.first)["conversations"][0]["spans"]
  }

  @Test func aConversation() async throws {
    try tracker.trackQuestion(
      "What is machine learning?", conversationID: "user_123", metadata: ["language": "en"])
    try tracker.trackAction(
      "research", toolsUsed: ["search": "enabled"], response: "three pages", duration: .milliseconds(50),
      conversationID: "user_123")
    try tracker.trackAnswer("A field of AI.", conversationID: "user_123", metadata: ["model": "small"])
    try tracker.trackButton(
      "helpful", label: "👍", value: "positive_feedback", conversationID: "user_123", metadata: ["page": 2])
    let report = try await tracker.sendTrackedData()

    let batch = try #require(server.batches.first)
    #expect(batch["conversations"].elements.map { $0["conversation_id"] } == ["user_123"])
    let spans = try spans()
    #expect(spans.elements.map { $0["kind"] } == ["turn", "tool", "button"])

    let messages = spans[0]["events"].elements.map { $0["attributes"] }
    #expect(messages.map { $0["agentsight.message.sender"] } == ["end_user", "agent"])
    #expect(
      messages.map { $0["agentsight.message.content"] } == ["What is machine learning?", "A field of AI."])
    #expect(
      messages.map { $0["agentsight.message.metadata"] } == [#"{"language":"en"}"#, #"{"model":"small"}"#])

    #expect(spans[1]["name"] == "research")
    #expect(spans[1]["duration_ms"].number == 50)
    #expect(spans[1]["attributes"]["agentsight.tool.arguments"] == #"{"search":"enabled"}"#)
    #expect(spans[1]["attributes"]["agentsight.tool.response"] == "three pages")

    #expect(spans[2]["attributes"]["agentsight.button.event"] == "helpful")
    #expect(spans[2]["attributes"]["agentsight.button.label"] == "👍")
    #expect(spans[2]["attributes"]["agentsight.button.value"] == "positive_feedback")
    #expect(spans[2]["attributes"]["agentsight.metadata"] == #"{"page":2}"#)

    #expect(report.delivered == 4)
    #expect(
      report.deliveredByKind.filter { $0.value > 0 } == [.question: 1, .answer: 1, .action: 1, .button: 1])
    #expect(Set(report.deliveredByKind.keys) == Set(ConversationTracker.Kind.allCases))
    #expect(report.remaining == 0)
    #expect(report.bytes == server.requests.last?.body.count)
    #expect(report.httpStatus == 200)
  }

  @Test func theCollectorIsAskedWhatItCanDoFirst() async throws {
    try tracker.trackQuestion("Hello?", conversationID: "user_123")
    let report = try await tracker.sendTrackedData()
    #expect(server.requests.map { "\($0.method) \($0.path)" } == ["GET /api/me/", "POST /api/ingest/"])
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Api-Key \(testKey)" })
    #expect(report.requests == 2)
  }

  @Test func trackingOpensNoConnection() async throws {
    try tracker.trackQuestion("Hello?", conversationID: "user_123")
    try await Task.sleep(for: .milliseconds(50))
    #expect(server.connections == 0)
    try await tracker.sendTrackedData()
    #expect(server.connections == 1)
  }

  @Test func nothingIsSentTwice() async throws {
    try tracker.trackQuestion("Hello?", conversationID: "user_123")
    try await tracker.sendTrackedData()
    let report = try await tracker.sendTrackedData()
    #expect(report.delivered == 0)
    #expect(report.requests == 0)
    #expect(try server.batches.count == 1)
  }

  @Test func theConfiguredConversationAndEnvironment() async throws {
    let tracker = try ConversationTracker(
      apiKey: testKey, endpoint: server.endpoint, conversationID: "configured", environment: "development")
    try tracker.trackQuestion("Hello?")
    try tracker.trackQuestion("Hello?", conversationID: "named")
    try await tracker.sendTrackedData()
    let conversations = try #require(server.batches.first)["conversations"].elements
    #expect(conversations.map { $0["conversation_id"] } == ["configured", "named"])
    #expect(conversations.allSatisfy { $0["environment"] == "development" })
  }

  @Test func textsArriveByteForByte() async throws {
    let texts = [
      "a", "👩‍👩‍👧‍👦 \u{1F1E6}", "e\u{301} is not é", "\"quoted\" \\ \u{1} \u{7F} \u{2028}",
      String(repeating: "long ", count: 3000),
    ]
    for text in texts { try tracker.trackQuestion(text, conversationID: text.first.map { "\($0)" }) }
    try await tracker.sendTrackedData()
    let received = try #require(server.batches.first)["conversations"].elements.compactMap {
      $0["spans"][0]["events"][0]["attributes"]["agentsight.message.content"].string
    }
    #expect(received.count == texts.count)
    for (received, text) in zip(received, texts) { #expect(received.utf8.elementsEqual(text.utf8)) }
  }

  @Test func longTextsAreCutAndCounted() async throws {
    try tracker.trackQuestion(String(repeating: "é", count: 20_000), conversationID: "user_123")
    try await tracker.sendTrackedData()
    let text = try spans()[0]["events"][0]["attributes"]["agentsight.message.content"].string
    #expect(text?.count == 16_384)
    #expect(text?.hasSuffix("éé...[truncated]") == true)
    #expect(tracker.statistics.mended == 1)
  }

  @Test func manyEventsKeepTheirOrder() async throws {
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.endpoint = server.endpoint
    configuration.conversationID = "user_123"
    configuration.batchEvents = 100
    let tracker = try ConversationTracker(configuration: configuration)
    for index in 0..<1000 { try tracker.trackAction("action \(index)") }
    let report = try await tracker.sendTrackedData()
    let names = try server.batches.flatMap { $0["conversations"].elements.flatMap { $0["spans"].elements } }
      .map { $0["name"] }
    #expect(names == (0..<1000).map { .string("action \($0)") })
    #expect(report.requests == 11)
  }
}
