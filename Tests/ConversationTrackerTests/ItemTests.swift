import ConversationTracker
import Testing

/// What becomes of each event.
@Suite struct ItemTests {
  /// A tracker for a server that refuses as long as it is told to, and what its handler has been told.
  private struct Fixture {
    let server: RecordingServer
    let tracker: ConversationTracker
    let isRefusing = Locked(false)
    let told = Locked<[ConversationTracker.Item]>([])

    init() throws {
      let (isRefusing, told) = (isRefusing, told)
      server = try RecordingServer { request in
        request.method == "POST" && isRefusing.withLock { $0 } ? .init(status: 503) : .init()
      }
      var configuration = ConversationTracker.Configuration(apiKey: testKey)
      configuration.endpoint = server.endpoint
      configuration.conversationID = "a conversation with a long name"
      configuration.itemHandler = { item in told.withLock { $0.append(item) } }
      tracker = try ConversationTracker(configuration: configuration)
    }
  }

  @Test func aReportTellsOfEveryItem() async throws {
    let fixture = try Fixture()
    try fixture.tracker.trackQuestion("Hello?")
    try fixture.tracker.trackAction("search", conversationID: "two")
    try fixture.tracker.trackAnswer("Hello.")
    let pending = try fixture.tracker.pendingItems()
    let report = try await fixture.tracker.sendTrackedData()
    #expect(report.items.map(\.kind) == [.question, .action, .answer])
    #expect(report.items.map(\.conversationID) == pending.map(\.conversationID))
    #expect(report.items.map(\.time) == pending.map(\.time))
    #expect(report.items.allSatisfy { $0.outcome == .delivered && $0.error == nil && $0.text == nil })
    #expect(report.failed == 0)
    #expect(try await fixture.tracker.sendTrackedData().items.isEmpty)
  }

  @Test func aFailureTellsOfWhatFailed() async throws {
    let fixture = try Fixture()
    fixture.isRefusing.withLock { $0 = true }
    try fixture.tracker.trackQuestion("Hello?")
    try fixture.tracker.trackAction("search")
    let failure = await #expect(throws: ConversationTracker.Failure.self) {
      try await fixture.tracker.sendTrackedData()
    }
    let report = try #require(failure?.report)
    #expect(report.items.map(\.kind) == [.question, .action])
    #expect(report.items.allSatisfy { $0.outcome == .failed && $0.error == .server })
    #expect(report.failed == 2)
    #expect(report.failedByKind[.action] == 1)
    #expect("\(report)".hasPrefix("delivered 0 events, 2 failed (1 question, 1 action), 2 remain; "))
    #expect("\(report.items[1])" == #"failed action in "a conversation with a long name" (18)"#)
  }

  @Test func theHandlerIsToldEveryOutcome() async throws {
    let fixture = try Fixture()
    try fixture.tracker.trackQuestion("Hello?")
    fixture.isRefusing.withLock { $0 = true }
    _ = try? await fixture.tracker.sendTrackedData()
    fixture.isRefusing.withLock { $0 = false }
    try await fixture.tracker.sendTrackedData()
    try fixture.tracker.trackAction("search", conversationID: "two")
    try fixture.tracker.discardTrackedData()

    let told = fixture.told.withLock { $0 }
    #expect(told.map(\.outcome) == [.failed, .delivered, .discarded])
    #expect(told.map(\.error) == [.server, nil, nil])
    #expect(told.map(\.text) == ["Hello?", "Hello?", "search"])
    #expect(told.map(\.conversationID).last == "two")
    #expect(told[0].time == told[1].time)
  }

  @Test func aTimeoutTellsOfNothingLater() async throws {
    let gate = Gate()
    let server = try RecordingServer { _ in
      gate.wait()
      return .init()
    }
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    try tracker.trackQuestion("Hello?")
    let failure = await #expect(throws: ConversationTracker.Failure.self) {
      try await tracker.sendTrackedData(timeout: .milliseconds(50))
    }
    gate.open()
    #expect(failure?.code == .timeout)
    #expect(failure?.report?.items.isEmpty == true)
    try await tracker.sendTrackedData()
    #expect(tracker.statistics.delivered == 1)
  }
}
