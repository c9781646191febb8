import ConversationTracker
import Foundation
import Testing

@Suite struct TurnTests {
  private struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  private let server: RecordingServer
  private let tracker: ConversationTracker

  init() throws {
    server = try RecordingServer()
    tracker = try makeTracker(for: server, conversationID: "user_123")
  }

  /// The only action that arrived.
  private func action() async throws -> JSON {
    try await tracker.sendTrackedData()
    return try #require(server.spans.first { $0["kind"] == "tool" })
  }

  @Test func aTurnTiesItsEventsTogether() async throws {
    let answer = try await tracker.turn(conversationID: "other") { turn in
      try turn.trackQuestion("How many pages?", metadata: ["language": "en"])
      let pages = try await turn.action(
        "search", toolsUsed: ["query": "pages"], metadata: ["cached": false]
      ) {
        try await Task.sleep(for: .milliseconds(20))
        return 3
      } response: {
        "\($0) pages"
      }
      try turn.conversation.trackTokenUsage(prompt: 5)
      try turn.trackAnswer("\(pages) pages.")
      return "\(pages) pages."
    }
    #expect(answer == "3 pages.")

    let action = try await action()
    let spans = try server.spans
    #expect(spans.map { $0["kind"] } == ["turn", "tool", "llm"])
    #expect(spans.dropFirst().allSatisfy { $0["parent_span_id"] == spans[0]["span_id"] })
    #expect(spans[0]["events"].elements.count == 2)
    #expect(spans[0]["attributes"]["agentsight.turn.complete"] == .boolean(true))
    #expect(action["name"] == "search")
    #expect(action["status"] == "unset")
    #expect(action["attributes"]["agentsight.tool.arguments"] == #"{"query":"pages"}"#)
    #expect(action["attributes"]["agentsight.tool.response"] == "3 pages")
    #expect(action["attributes"]["agentsight.metadata"] == #"{"cached":false}"#)
    #expect(try server.batches[0]["conversations"][0]["conversation_id"] == "other")
  }

  @Test func anActionIsMeasured() async throws {
    let before = ContinuousClock.now
    try await tracker.conversation().action("search") { try await Task.sleep(for: .milliseconds(30)) }
    let around = (ContinuousClock.now - before) / Duration.milliseconds(1)
    let duration = try #require(try await action()["duration_ms"].number)
    #expect(duration >= 30)
    #expect(duration <= around)
  }

  @Test func anActionThatThrowsIsRecordedAsFailed() async throws {
    let conversation = try tracker.conversation()
    do throws(Broken) {
      try await conversation.action("search") { () throws(Broken) in throw Broken(description: "no such page")
      }
      Issue.record("nothing was thrown")
    } catch {
      #expect(error.description == "no such page")
    }
    let action = try await action()
    #expect(action["status"] == "error")
    #expect(action["attributes"]["agentsight.tool.error"] == "no such page")
    #expect(action["duration_ms"].number ?? -1 >= 0)
  }

  @Test func anErrorWithoutWordsIsAnError() async throws {
    let conversation = try tracker.conversation()
    try? await conversation.action("search") { throw Broken(description: "") }
    #expect(try await action()["attributes"]["agentsight.tool.error"] == "Broken")
  }

  @Test func aCancelledActionIsRecorded() async throws {
    let conversation = try tracker.conversation()
    let running = Task {
      try await conversation.action("search") { try await Task.sleep(for: .seconds(60)) }
    }
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
    #expect(try await action()["attributes"]["agentsight.tool.error"] == "cancelled")
  }

  @Test func aTurnThatThrowsKeepsWhatItTracked() async throws {
    await #expect(throws: Broken.self) {
      try await tracker.turn { turn in
        try turn.trackQuestion("Hello?")
        throw Broken(description: "no model")
      }
    }
    #expect(try tracker.pendingItems().map(\.kind) == [.question])
    try await tracker.sendTrackedData()
    #expect(try server.spans[0]["attributes"]["agentsight.turn.complete"] == .boolean(true))
  }

  @Test func aTurnOfNoConversationDoesNotRun() async throws {
    let failure = await #expect(throws: ConversationTracker.Failure.self) {
      try await tracker.turn(conversationID: " ") { _ in Issue.record("it ran") }
    }
    #expect(failure?.code == .conversationID)
  }

  /// The closure touches what only its actor may touch.
  @MainActor @Test func aTurnStaysOnItsActor() async throws {
    var steps: [String] = []
    try await tracker.turn { turn in
      steps.append("turn")
      await turn.action("search") {
        MainActor.preconditionIsolated()
        steps.append("action")
      }
    }
    #expect(steps == ["turn", "action"])
  }
}
