import ConversationTracker
import Testing

@Suite struct ConcurrencyTests {
  @Test func manyTasksTrackAtOnce() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for index in 0..<200 {
            try tracker.trackAction(
              "\(index)", conversationID: "task \(task)", metadata: ["index": .integer(index)])
          }
        }
      }
      group.addTask { for _ in 0..<5 { try await tracker.sendTrackedData() } }
      try await group.waitForAll()
    }
    try await tracker.sendTrackedData()
    #expect(tracker.statistics.accepted == 1600)
    #expect(tracker.statistics.delivered == 1600)

    var names: [String?: [String?]] = [:]
    for conversation in try server.batches.flatMap({ $0["conversations"].elements }) {
      names[conversation["conversation_id"].string, default: []] += conversation["spans"].elements.map {
        $0["name"].string
      }
    }
    #expect(names.count == 8)
    #expect(names.values.allSatisfy { $0 == (0..<200).map(String.init) })
  }

  /// The statistics after each call, so that the test shows when something is counted.
  @Test func statisticsCountWhatHappens() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    try tracker.trackQuestion("Hello?")
    #expect(throws: ConversationTracker.Failure.self) { try tracker.trackQuestion("") }
    #expect(tracker.statistics.accepted == 1)
    #expect(tracker.statistics.rejected == 1)
    #expect(tracker.statistics.buffered == 1)
    #expect(tracker.statistics.memoryBytes > 0)
    let report = try await tracker.sendTrackedData()
    #expect(tracker.statistics.delivered == 1)
    #expect(tracker.statistics.buffered == 0)
    #expect(tracker.statistics.requests == 2)
    #expect(tracker.statistics.bytesSent == report.bytes)
  }

  @Test func generatedConversationIDsDiffer() {
    let ids = (0..<1000).map { _ in ConversationTracker.generateConversationID() }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.count == 37 && $0.wholeMatch(of: /conv_[0-9a-f]{32}/) != nil })
  }
}
