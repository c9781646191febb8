import ConversationTracker
import Foundation
import Testing

/// The rest wire, when the configuration asks for it.
@Suite struct RestWireTests {
  @Test func eachEventHasARequestOfItsOwn() async throws {
    let server = try RecordingServer()
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.endpoint = server.endpoint
    configuration.wire = .rest
    let tracker = try ConversationTracker(configuration: configuration)
    try tracker.trackQuestion("Where is my parcel?", conversationID: "user_123", metadata: ["language": "en"])
    try tracker.trackAction("lookup", conversationID: "user_123")
    try tracker.trackAnswer("In Vienna.", conversationID: "user_123")
    #expect(try await tracker.sendTrackedData().delivered == 3)

    let requests = server.requests
    #expect(requests.map(\.path) == ["/api/track/", "/api/action_logs/", "/api/track/"])
    let question = try JSONDecoder().decode(JSON.self, from: #require(requests.first).body)
    #expect(question["content"] == "Where is my parcel?")
    #expect(question["sender"] == "end_user")
    #expect(question["metadata"]["language"] == "en")
  }
}
