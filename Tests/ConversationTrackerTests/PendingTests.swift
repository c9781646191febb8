import ConversationTracker
import Foundation
import Testing

/// What waits: looking at it and giving it up.
@Suite struct PendingTests {
  private let server: RecordingServer
  private let tracker: ConversationTracker
  private let start = Date()

  init() throws {
    server = try RecordingServer()
    tracker = try makeTracker(for: server)
    try tracker.trackQuestion("Hello?", conversationID: "one")
    try tracker.trackAction("search", conversationID: "two")
    try tracker.trackAnswer("Hello.", conversationID: "one")
    try tracker.trackButton("helpful", label: "Yes", value: "1", conversationID: "two")
    try tracker.trackTokenUsage(prompt: 1, conversationID: "a conversation with a long name")
  }

  @Test func itemsAreInOrder() throws {
    let items = try tracker.pendingItems()
    #expect(items.map(\.kind) == [.question, .action, .answer, .button, .tokenUsage])
    #expect(items.map(\.text) == ["Hello?", "search", "Hello.", "helpful", ""])
    #expect(
      items.map(\.conversationID) == ["one", "two", "one", "two", "a conversation with a long name"])
    #expect(items.allSatisfy { $0.outcome == .pending && $0.error == nil })
    #expect(items.map(\.time) == items.map(\.time).sorted())
    #expect(items.allSatisfy { abs($0.time.timeIntervalSince(start)) < 10 })
    #expect(try tracker.pendingItems(conversationID: "two").map(\.text) == ["search", "helpful"])
    #expect(try tracker.pendingItems(conversationID: "nobody").isEmpty)
    #expect(server.connections == 0)
  }

  @Test func theSummaryCounts() throws {
    let summary = try tracker.pendingSummary()
    #expect(summary.count == 5)
    #expect(
      summary.countByKind.filter { $0.value > 0 }
        == [.question: 1, .action: 1, .answer: 1, .button: 1, .tokenUsage: 1])
    #expect(try tracker.pendingSummary(conversationID: "one").count == 2)
    #expect(try tracker.pendingSummary(conversationID: "one").countByKind[.answer] == 1)
  }

  @Test func oneConversationIsSent() async throws {
    let report = try await tracker.sendTrackedData(conversationID: "two", timeout: .seconds(10))
    #expect(report.delivered == 2)
    #expect(report.remaining == 3)
    #expect(
      try server.batches.flatMap { $0["conversations"].elements.map { $0["conversation_id"] } } == ["two"])
    #expect(try tracker.pendingItems().map(\.kind) == [.question, .answer, .tokenUsage])
  }

  @Test func oneConversationIsDiscarded() async throws {
    #expect(try tracker.discardTrackedData(conversationID: "one") == 2)
    #expect(tracker.statistics.discarded == 2)
    #expect(tracker.statistics.dropped == 2)
    #expect(try await tracker.sendTrackedData().delivered == 3)
  }

  @Test func allAreDiscarded() async throws {
    #expect(try tracker.discardTrackedData() == 5)
    #expect(try tracker.discardTrackedData() == 0)
    #expect(tracker.statistics.buffered == 0)
    #expect(try await tracker.sendTrackedData().requests == 0)
  }

  @Test func idsThatCWouldCutAreRefused() async throws {
    expectFailure(.conversationID) { _ = try tracker.pendingItems(conversationID: "one\0") }
    expectFailure(.conversationID) { _ = try tracker.pendingSummary(conversationID: "one\0") }
    expectFailure(.conversationID) { try tracker.discardTrackedData(conversationID: "one\0") }
    let failure = await #expect(throws: ConversationTracker.Failure.self) {
      try await tracker.sendTrackedData(conversationID: "one\0")
    }
    #expect(failure?.code == .conversationID)
    #expect(try tracker.pendingSummary().count == 5)
  }
}
