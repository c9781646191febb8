import ConversationTracker
import Foundation
import Testing

/// What a collector will not take is given up alone, told of, and counted under its reason.
@Suite struct DroppedTests {
  /// Tracks two questions, of which the collector refuses one with this status, and sends them.
  private func send(
    refusing status: Int
  ) async throws -> (ConversationTracker.Report, ConversationTracker.Statistics) {
    let server = try RecordingServer { request in
      let refused = request.body.range(of: Data("poison".utf8)) != nil
      return refused ? .init(status: status, body: #"{"detail":"no"}"#) : .init()
    }
    let tracker = try makeTracker(for: server)
    try tracker.trackQuestion("Hello?", conversationID: "user_123")
    try tracker.trackQuestion("poison", conversationID: "user_123")
    return (try await tracker.sendTrackedData(), tracker.statistics)
  }

  private func check(_ report: ConversationTracker.Report, _ reason: ConversationTracker.Failure.Code) {
    #expect(report.delivered == 1)
    #expect(report.dropped == 1)
    #expect(report.droppedByKind.filter { $0.value > 0 } == [.question: 1])
    #expect(report.remaining == 0)
    #expect(report.items.map(\.outcome) == [.delivered, .dropped])
    #expect(report.items.map(\.error) == [nil, reason])
    #expect(report.description.contains(", 1 dropped (1 question), 0 remain"))
  }

  @Test func tooLarge() async throws {
    let (report, statistics) = try await send(refusing: 413)
    check(report, .tooLarge)
    #expect(statistics.droppedTooLarge == 1)
    #expect(statistics.dropped == 1)
    #expect(statistics.droppedInvalid == 0)
  }

  @Test func invalid() async throws {
    let (report, statistics) = try await send(refusing: 400)
    check(report, .refused)
    #expect(statistics.droppedInvalid == 1)
    #expect(statistics.dropped == 1)
    #expect(statistics.droppedTooLarge == 0)
  }

  @Test func unreadableFile() async throws {
    let server = try RecordingServer { request in
      request.path == "/api/conversations/" ? .init(status: 201, body: #"{"id": 17}"#) : .init()
    }
    let tracker = try makeTracker(for: server)
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("content".utf8).write(to: file)
    try tracker.trackAttachments([.file(file)], conversationID: "user_123")
    try FileManager.default.removeItem(at: file)
    let report = try await tracker.sendTrackedData()
    #expect(report.dropped == 1)
    #expect(report.items.map(\.error) == [.attachment])
    #expect(tracker.statistics.droppedUnreadable == 1)
  }
}
