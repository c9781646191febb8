import ConversationTracker
import Foundation
import Testing

/// What one tracker leaves in a directory, the next one sends.
@Suite final class SpoolTests {
  private let server: RecordingServer
  private let directory: String

  init() throws {
    server = try RecordingServer()
    directory = NSTemporaryDirectory() + "agentsight-\(UUID().uuidString)"
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// A tracker that takes no leave.
  private func makeTracker(
    _ change: (inout ConversationTracker.Configuration) -> Void = { _ in }
  ) throws -> ConversationTracker {
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.endpoint = server.endpoint
    configuration.conversationID = "user_123"
    configuration.spoolDirectory = directory
    configuration.closeTimeout = .zero
    change(&configuration)
    return try ConversationTracker(configuration: configuration)
  }

  private func texts() throws -> [JSON] {
    try server.spans.flatMap { $0["events"].elements }.map { $0["attributes"]["agentsight.message.content"] }
  }

  @Test func whatATrackerLeavesIsSentByTheNext() async throws {
    do {
      let tracker = try makeTracker()
      try tracker.trackQuestion("Is anybody there?")
      #expect(tracker.statistics.spooled == 1)
      #expect(tracker.statistics.buffered == 0)
    }
    let tracker = try makeTracker()
    #expect(tracker.statistics.adopted == 1)
    #expect(tracker.statistics.accepted == 1)
    try tracker.trackAnswer("Yes.")
    #expect(try await tracker.sendTrackedData().delivered == 2)
    #expect(try texts() == ["Is anybody there?", "Yes."])
  }

  @Test func whatAKilledProcessLeavesIsSentByTheNext() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
      var configuration = ConversationTracker.Configuration(apiKey: testKey)
      configuration.endpoint = "http://127.0.0.1:1"
      configuration.conversationID = "user_123"
      configuration.spoolDirectory = directory
      let tracker = try ConversationTracker(configuration: configuration)
      try tracker.trackQuestion("Will this arrive?")
      kill(getpid(), SIGKILL)
    }
    let tracker = try makeTracker()
    #expect(try await tracker.sendTrackedData().delivered == 1)
    #expect(try texts() == ["Will this arrive?"])
  }

  @Test func filesHoldMoreThanMemory() throws {
    let tracker = try makeTracker {
      $0.memoryLimit = 1 << 20
      $0.whenFull = .spool
      $0.spoolLimit = 4 << 20
    }
    let text = String(repeating: "x", count: 8000)
    expectFailure(.full) { for _ in 0..<1000 { try tracker.trackAnswer(text) } }
    let statistics = tracker.statistics
    #expect(statistics.spooled > 300)
    #expect(statistics.memoryBytes <= 1 << 20)
    #expect(statistics.rejectedFull == 1)
  }
}
