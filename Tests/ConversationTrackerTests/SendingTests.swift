import ConversationTracker
import Foundation
import Testing

/// What a send does when it cannot do its job.
@Suite struct SendingTests {
  /// Expects a send to fail with the code, and returns the failure.
  private func expectFailure(
    _ code: ConversationTracker.Failure.Code, from tracker: ConversationTracker, timeout: Duration? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async -> ConversationTracker.Failure? {
    let failure = await #expect(throws: ConversationTracker.Failure.self, sourceLocation: sourceLocation) {
      try await tracker.sendTrackedData(timeout: timeout)
    }
    #expect(failure?.code == code, sourceLocation: sourceLocation)
    return failure
  }

  @Test(arguments: [
    (401, ConversationTracker.Failure.Code.unauthorized), (403, .unauthorized), (302, .refused),
    (404, .refused), (500, .server), (503, .server),
  ])
  func anAnswerThatIsNotSuccess(status: Int, code: ConversationTracker.Failure.Code) async throws {
    let isRefusing = Locked(true)
    let server = try RecordingServer { request in
      request.method == "POST" && isRefusing.withLock { $0 } ? .init(status: status) : .init()
    }
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    try tracker.trackQuestion("Hello?")
    let failure = await expectFailure(code, from: tracker)
    #expect(failure?.report?.httpStatus == status)
    #expect(failure?.report?.delivered == 0)
    #expect(failure?.report?.remaining == 1)
    #expect(tracker.statistics.buffered == 1)

    isRefusing.withLock { $0 = false }
    // What is held for a key or an address goes on when one of them is set.
    if status < 500 { try tracker.reconfigure(endpoint: server.endpoint) }
    let report = try await tracker.sendTrackedData()
    #expect(report.delivered == 1)
    #expect(tracker.statistics.buffered == 0)
    let bodies = server.requests.filter { $0.method == "POST" }.map(\.body)
    #expect(bodies.count == (status < 500 ? 2 : 4), "a failing server is tried three times")
    #expect(bodies.allSatisfy { $0 == bodies.first })
  }

  @Test func nobodyListens() async throws {
    let tracker = try makeTracker(conversationID: "user_123")
    try tracker.trackQuestion("Hello?")
    let failure = await expectFailure(.network, from: tracker)
    #expect(failure?.report?.httpStatus == nil)
    #expect(tracker.statistics.buffered == 1)
  }

  @Test func whatWasDeliveredBeforeTheFailureIsTold() async throws {
    let (posts, isRefusing) = (Locked(0), Locked(true))
    let server = try RecordingServer { request in
      guard request.method == "POST" else { return .init() }
      let isFirst = posts.withLock {
        $0 += 1
        return $0 == 1
      }
      return !isFirst && isRefusing.withLock { $0 } ? .init(status: 503) : .init()
    }
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.endpoint = server.endpoint
    configuration.batchEvents = 10
    let tracker = try ConversationTracker(configuration: configuration)
    for _ in 0..<25 { try tracker.trackAction("search", conversationID: "user_123") }
    let failure = await expectFailure(.server, from: tracker)
    #expect(failure?.report?.delivered == 10)
    #expect(failure?.report?.deliveredByKind[.action] == 10)
    #expect(failure?.report?.remaining == 15)
    isRefusing.withLock { $0 = false }
    #expect(try await tracker.sendTrackedData().delivered == 15)
  }

  @Test(arguments: [Duration.milliseconds(50), .nanoseconds(1), .zero, .seconds(-1)])
  func theTimeoutBoundsTheWait(timeout: Duration) async throws {
    let gate = Gate()
    let server = try RecordingServer { _ in
      gate.wait()
      return .init()
    }
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    try tracker.trackQuestion("Hello?")
    _ = await expectFailure(.timeout, from: tracker, timeout: timeout)
    gate.open()
    // Sending went on: the event is delivered by the first send or by this one, and once.
    try await tracker.sendTrackedData()
    #expect(tracker.statistics.delivered == 1)
    #expect(try server.batches.count == 1)
  }

  @Test func aCancelledTaskStillDelivers() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    try tracker.trackQuestion("Hello?")
    let sending = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await tracker.sendTrackedData()
    }
    sending.cancel()
    #expect(try await sending.value.delivered == 1)
  }

  @Test func sendsAtTheSameTimeDeliverOnce() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    for _ in 0..<100 { try tracker.trackAction("search") }
    let delivered = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 { group.addTask { try await tracker.sendTrackedData().delivered } }
      return try await group.reduce(0, +)
    }
    #expect(delivered == 100)
    #expect(tracker.statistics.delivered == 100)
  }

  /// The collector answers once a task has run, while more sends wait for it than there are cores: they would
  /// fail if waiting took the threads that run tasks.
  @Test(.timeLimit(.minutes(1))) func waitingBlocksNoTask() async throws {
    let gate = Gate()
    let server = try RecordingServer { _ in
      gate.wait()
      return .init()
    }
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.endpoint = server.endpoint
    configuration.requestTimeout = .seconds(10)
    try await withThrowingTaskGroup(of: Void.self) { [configuration] group in
      for _ in 0..<(4 * ProcessInfo.processInfo.activeProcessorCount) {
        let tracker = try ConversationTracker(configuration: configuration)
        try tracker.trackQuestion("Hello?", conversationID: "user_123")
        group.addTask { _ = try await tracker.sendTrackedData() }
      }
      while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
      group.addTask { gate.open() }
      try await group.waitForAll()
    }
  }
}
