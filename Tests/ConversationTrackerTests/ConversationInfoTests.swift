import ConversationTracker
import Testing

/// What is told about a conversation itself.
@Suite struct ConversationInfoTests {
  private let server: RecordingServer
  private let tracker: ConversationTracker

  init() throws {
    server = try RecordingServer()
    tracker = try makeTracker(for: server, conversationID: "configured")
  }

  private let fields = [
    "customer_id": "42", "customer_ip_address": "192.0.2.7", "device": "mobile", "source": "whatsapp",
    "language": "en", "name": "A bill", "environment": "development",
  ]

  @Test func everyFieldArrives() async throws {
    let conversation = try tracker.getOrCreateConversation(
      conversationID: "user_123", customerID: "42", customerIPAddress: "192.0.2.7", device: "mobile",
      source: "whatsapp", language: "en", name: "A bill", environment: "development",
      metadata: ["plan": "premium"])
    #expect(conversation.id == "user_123")
    try conversation.trackQuestion("Hello?")
    #expect(server.requests.isEmpty)
    let report = try await tracker.sendTrackedData()
    #expect(report.deliveredByKind[.conversation] == 1)

    let block = try #require(server.batches.first)["conversations"][0]
    #expect(block["conversation_id"] == "user_123")
    for (field, value) in fields { #expect(block[field] == .string(value)) }
    #expect(block["metadata"]["plan"] == "premium")
    #expect(block["spans"].elements.count == 1)
  }

  @Test func whatIsNotKnownIsNotTold() async throws {
    try tracker.getOrCreateConversation(customerID: "", device: "desktop")
    try await tracker.sendTrackedData()
    let block = try #require(server.batches.first)["conversations"][0]
    #expect(block["conversation_id"] == "configured")
    #expect(block["device"] == "desktop")
    for field in ["customer_id", "customer_ip_address", "source", "language", "name", "metadata"] {
      #expect(block[field] == .null)
    }
  }

  @Test func anAddressThatIsNoneIsLeftOut() async throws {
    try tracker.getOrCreateConversation(
      customerIPAddress: "localhost", name: String(repeating: "é", count: 300))
    #expect(tracker.statistics.mended == 2)
    try await tracker.sendTrackedData()
    let block = try #require(server.batches.first)["conversations"][0]
    #expect(block["customer_ip_address"] == .null)
    #expect(block["name"].string == String(repeating: "é", count: 255))
  }

  @Test func aVisitIsSentAtOnceAndAlone() async throws {
    try tracker.trackQuestion("Elsewhere?", conversationID: "other")
    let report = try await tracker.initializeConversation(
      customerID: "42", customerIPAddress: "192.0.2.7", device: "mobile", source: "whatsapp", language: "en",
      name: "A bill", environment: "development", metadata: ["plan": "premium"])
    #expect(report.deliveredByKind.filter { $0.value > 0 } == [.visit: 1])
    #expect(tracker.statistics.buffered == 1)

    let span = try #require(server.spans.first)
    #expect(span["kind"] == "conversation")
    #expect(span["attributes"]["agentsight.conversation.id"] == "configured")
    for (field, value) in fields where field != "customer_ip_address" {
      #expect(span["attributes"]["agentsight.conversation.\(field)"] == .string(value))
    }
    #expect(span["attributes"]["agentsight.conversation.customer_ip"] == "192.0.2.7")
    #expect(span["attributes"]["agentsight.conversation.metadata"] == #"{"plan":"premium"}"#)
  }

  @Test func aVisitThatCannotBeSentWaits() async throws {
    let tracker = try makeTracker()
    let failure = await #expect(throws: ConversationTracker.Failure.self) {
      try await tracker.initializeConversation(conversationID: "user_123", timeout: .seconds(10))
    }
    #expect(failure?.code == .network)
    #expect(failure?.report?.failedByKind[.visit] == 1)
    #expect(try tracker.pendingItems().map(\.kind) == [.visit])
  }

  @Test func whatCannotBeRecordedIsNotSent() async throws {
    let failure = await #expect(throws: ConversationTracker.Failure.self) {
      try await tracker.initializeConversation(metadata: ["a": .number(.nan)])
    }
    #expect(failure?.code == .metadata)
    expectFailure(.metadata) { try tracker.getOrCreateConversation(metadata: .init(json: "1")) }
    expectFailure(.conversationID) { try tracker.getOrCreateConversation(conversationID: " ") }
    #expect(server.requests.isEmpty)
    #expect(tracker.statistics.accepted == 0)
  }

  @Test func anEncodableGoesAlong() async throws {
    let scores = ["score": 0.5]
    try tracker.getOrCreateConversation(metadata: scores)
    try await tracker.initializeConversation(metadata: scores)
    let block = try #require(server.batches.first)["conversations"][0]
    #expect(block["metadata"]["score"].number == 0.5)
    #expect(block["spans"][0]["attributes"]["agentsight.conversation.metadata"] == #"{"score":0.5}"#)
  }
}
