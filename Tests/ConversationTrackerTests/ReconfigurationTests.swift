import ConversationTracker
import Testing

@Suite struct ReconfigurationTests {
  private let otherKey = "ags_fedcba9876543210fedcba9876543210_543210"

  @Test func whatWaitsGoesToTheNewPlace() async throws {
    let (first, second) = (try RecordingServer(), try RecordingServer())
    let tracker = try makeTracker(for: first, conversationID: "user_123")
    try tracker.trackQuestion("Hello?")
    try tracker.reconfigure(apiKey: otherKey, endpoint: second.endpoint)
    try await tracker.sendTrackedData()
    #expect(first.requests.isEmpty)
    #expect(second.requests.allSatisfy { $0.headers["authorization"] == "Api-Key \(otherKey)" })
    #expect(try second.batches.count == 1)
  }

  @Test func whatIsNotNamedStays() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    try tracker.reconfigure(apiKey: otherKey)
    try tracker.trackQuestion("Hello?")
    try await tracker.sendTrackedData()
    #expect(server.requests.map { $0.headers["authorization"] }.last == "Api-Key \(otherKey)")
    try tracker.reconfigure()
    try tracker.trackQuestion("Hello?")
    #expect(try await tracker.sendTrackedData().delivered == 1)
  }

  @Test func whatIsMalformedChangesNothing() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    for key in ["", "ags_", otherKey + "\0"] {
      expectFailure(.apiKey) { try tracker.reconfigure(apiKey: key, endpoint: "http://127.0.0.1:1") }
    }
    for endpoint in ["", "http://example.com", "https://example.com\0"] {
      expectFailure(.endpoint) { try tracker.reconfigure(apiKey: otherKey, endpoint: endpoint) }
    }
    try tracker.trackQuestion("Hello?")
    try await tracker.sendTrackedData()
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Api-Key \(testKey)" })
  }
}
