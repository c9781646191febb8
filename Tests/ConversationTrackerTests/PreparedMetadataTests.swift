import ConversationTracker
import Testing

@Suite struct PreparedMetadataTests {
  private typealias Metadata = ConversationTracker.Metadata

  @Test func itSaysWhatItWasMadeOf() throws {
    let metadata: Metadata = ["plan": "premium", "tags": ["new", nil]]
    let prepared = try metadata.prepared()
    #expect(try prepared.json() == metadata.json())
    #expect(try prepared.prepared().json() == metadata.json())
    #expect(try Metadata(json: " {} ").prepared().json() == " {} ")
  }

  @Test func itStandsInsideOther() throws {
    let inner = try (["a": 1] as Metadata).prepared()
    #expect(try (["inner": .object(inner), "b": 2] as Metadata).json() == #"{"inner":{"a":1},"b":2}"#)
  }

  @Test func whatIsNotAnObjectIsRefused() {
    expectFailure(.metadata) { _ = try Metadata(json: "[1]").prepared() }
    expectFailure(.metadata) { _ = try Metadata(json: "").prepared() }
    let failure = expectFailure(.metadata) { _ = try (["a": .number(.infinity)] as Metadata).prepared() }
    #expect(failure?.message == "metadata: \"a\": must be a finite number")
  }

  @Test func everyTrackingCallTakesIt() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    let metadata = try (["plan": "premium"] as Metadata).prepared()
    try tracker.trackQuestion("Hello?", metadata: metadata)
    try tracker.trackAnswer("Hello.", metadata: metadata)
    try tracker.trackAction("search", toolsUsed: metadata, metadata: metadata)
    try tracker.trackTokenUsage(prompt: 1, metadata: metadata)
    try await tracker.sendTrackedData()

    let spans = try server.spans
    let text: JSON = #"{"plan":"premium"}"#
    for event in spans[0]["events"].elements {
      #expect(event["attributes"]["agentsight.message.metadata"] == text)
    }
    #expect(spans[1]["attributes"]["agentsight.tool.arguments"] == text)
    #expect(spans[1]["attributes"]["agentsight.metadata"] == text)
    #expect(spans[2]["attributes"]["agentsight.metadata"] == text)
  }

  /// The events keep their copy when the metadata goes.
  @Test func itMayGoBeforeItsEvents() async throws {
    let server = try RecordingServer()
    let conversation = try makeTracker(for: server).conversation("user_123")
    for index in 0..<100 {
      try conversation.trackQuestion("Hello?", metadata: (["index": .integer(index)] as Metadata).prepared())
    }
    try await conversation.sendTrackedData()
    let metadata = try server.spans.map {
      $0["events"][0]["attributes"]["agentsight.message.metadata"].string
    }
    #expect(metadata == (0..<100).map { #"{"index":\#($0)}"# })
  }
}
