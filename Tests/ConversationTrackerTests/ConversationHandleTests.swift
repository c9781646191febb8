import ConversationTracker
import Testing

/// Tracking with a conversation in hand.
@Suite struct ConversationHandleTests {
  private let server: RecordingServer
  private let tracker: ConversationTracker

  init() throws {
    server = try RecordingServer()
    tracker = try makeTracker(for: server, conversationID: "configured")
  }

  private func messages() throws -> [JSON] {
    try server.spans.flatMap { $0["events"].elements }.map { $0["attributes"] }
  }

  @Test func messagesArriveWithEveryKindOfMetadata() async throws {
    let conversation = try tracker.conversation("user_123")
    let prepared = try ConversationTracker.Metadata(["plan": "premium"]).prepared()
    let text = String(repeating: "heap ", count: 20) + "end"
    let constant: StaticString = "constant"
    try conversation.trackQuestion(text, metadata: prepared)
    try conversation.trackAnswer("plain")
    try conversation.trackQuestion("literal", metadata: ["language": "en"])
    try conversation.trackAnswer(constant, metadata: prepared)
    try conversation.trackQuestion(constant, metadata: .init(json: #"{"a":1}"#))
    try conversation.trackAnswer(constant)
    let report = try await tracker.sendTrackedData()

    #expect(Set(report.items.map(\.conversationID)) == ["user_123"])
    let messages = try messages()
    #expect(
      messages.map { $0["agentsight.message.content"] }
        == [.string(text), "plain", "literal", "constant", "constant", "constant"])
    #expect(
      messages.map { $0["agentsight.message.sender"] }
        == ["end_user", "agent", "end_user", "agent", "end_user", "agent"])
    #expect(
      messages.map { $0["agentsight.message.metadata"] } == [
        #"{"plan":"premium"}"#, .null, #"{"language":"en"}"#, #"{"plan":"premium"}"#, #"{"a":1}"#, .null,
      ])
  }

  @Test func everyOtherEventArrives() async throws {
    let conversation = try tracker.conversation("user_123")
    try conversation.trackAction("search", duration: .milliseconds(5), metadata: ["a": 1])
    try conversation.trackButton("helpful", label: "Yes", value: "1", metadata: ["b": 1])
    try conversation.trackTokenUsage(prompt: 3, metadata: ["c": 1])
    #expect(try conversation.tokenUsage().prompt == 3)
    #expect(try conversation.pendingItems().map(\.kind) == [.action, .button, .tokenUsage])
    try tracker.trackQuestion("Elsewhere?")
    let report = try await conversation.sendTrackedData()
    #expect(report.delivered == 3)
    let metadata = try server.spans.map { $0["attributes"]["agentsight.metadata"] }
    #expect(metadata == [#"{"a":1}"#, #"{"b":1}"#, #"{"c":1}"#])
    #expect(try conversation.discardTrackedData() == 0)
    #expect(tracker.statistics.buffered == 1)
  }

  @Test func withoutAnIDItIsTheConfiguredOne() throws {
    #expect(try tracker.conversation().id == "configured")
    let failure = expectFailure(.conversationID) { _ = try makeTracker().conversation() }
    #expect(failure?.message == "conversationID: missing")
  }

  @Test(arguments: ["", " ", String(repeating: "x", count: 256)])
  func invalidIDsAreRefused(id: String) {
    expectFailure(.conversationID) { _ = try tracker.conversation(id) }
  }

  @Test func whatCannotBeRecordedIsRefused() throws {
    let conversation = try tracker.conversation("user_123")
    expectFailure(.text) { try conversation.trackQuestion(" ") }
    expectFailure(.text) { try conversation.trackAnswer("", metadata: ["a": 1]) }
    expectFailure(.metadata) { try conversation.trackQuestion("Hello?", metadata: ["a": .number(.nan)]) }
    expectFailure(.metadata) { try conversation.trackAnswer("Hello.", metadata: .init(json: "[]")) }
    #expect(tracker.statistics.accepted == 0)
  }

  @Test func itKeepsItsTracker() async throws {
    let server = try RecordingServer()
    let conversation = try makeTracker(for: server).conversation("user_123")
    try conversation.trackQuestion("Hello?")
    #expect(try await conversation.tracker.sendTrackedData().delivered == 1)
  }

  @Test func manyTasksShareOne() async throws {
    let conversation = try tracker.conversation("user_123")
    let metadata = try ConversationTracker.Metadata(["plan": "premium"]).prepared()
    await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<200 { try conversation.trackQuestion("Hello?", metadata: metadata) }
        }
      }
    }
    #expect(try await conversation.sendTrackedData().deliveredByKind[.question] == 1600)
  }
}
