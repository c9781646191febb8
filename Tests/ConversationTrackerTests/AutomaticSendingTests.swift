import ConversationTracker
import Testing

/// Settings that act without being asked again.
@Suite struct AutomaticSendingTests {
  private let server: RecordingServer

  init() throws {
    server = try RecordingServer()
  }

  private func makeTracker(
    _ change: (inout ConversationTracker.Configuration) -> Void
  ) throws -> ConversationTracker {
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.endpoint = server.endpoint
    configuration.conversationID = "user_123"
    change(&configuration)
    return try ConversationTracker(configuration: configuration)
  }

  @Test func afterSoManyEvents() async throws {
    let tracker = try makeTracker { $0.sendEveryEvents = 3 }
    try tracker.trackQuestion("One?")
    try tracker.trackQuestion("Two?")
    try await Task.sleep(for: .milliseconds(50))
    #expect(server.requests.isEmpty)
    try tracker.trackQuestion("Three?")
    #expect(try await waitUntil { tracker.statistics.delivered == 3 })
  }

  @Test func afterSomeTime() async throws {
    let tracker = try makeTracker { $0.sendInterval = .milliseconds(20) }
    try tracker.trackQuestion("Hello?")
    #expect(try await waitUntil { tracker.statistics.delivered == 1 })
  }

  @Test func neverWithoutAsking() async throws {
    let tracker = try makeTracker { _ in }
    for _ in 0..<100 { try tracker.trackQuestion("Hello?") }
    try await Task.sleep(for: .milliseconds(50))
    #expect(server.connections == 0)
  }

  @Test func theTextLimitCounts() async throws {
    let tracker = try makeTracker { $0.textLimit = 256 }
    try tracker.trackQuestion(String(repeating: "x", count: 257))
    try tracker.trackAnswer(String(repeating: "x", count: 256))
    let texts = try tracker.pendingItems().map(\.text)
    #expect(texts.map { $0?.count } == [256, 256])
    #expect(texts[0]?.hasSuffix("...[truncated]") == true)
    #expect(tracker.statistics.mended == 1)
  }

  @Test func settingsOutOfRangeAreRefused() {
    let messages = [
      expectFailure(.option) { _ = try makeTracker { $0.sendEveryEvents = 0 } },
      expectFailure(.option) { _ = try makeTracker { $0.sendEveryEvents = -1 } },
      expectFailure(.option) { _ = try makeTracker { $0.sendInterval = .zero } },
      expectFailure(.option) { _ = try makeTracker { $0.textLimit = 255 } },
      expectFailure(.option) { _ = try makeTracker { $0.textLimit = -1 } },
    ].map { $0?.message.prefix { $0 != ":" } }
    #expect(
      messages == ["sendEveryEvents", "sendEveryEvents", "sendInterval", "textLimit", "textLimit"])
  }
}
