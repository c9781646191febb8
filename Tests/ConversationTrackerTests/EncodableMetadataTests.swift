import ConversationTracker
import Foundation
import Testing

@Suite struct EncodableMetadataTests {
  private struct Customer: Encodable {
    var plan = "premium"
    var since = Date(timeIntervalSince1970: 0)
    var page = "https://example.com/a"
    var scores = [0.5]
  }

  @Test func aValueBecomesAnObject() throws {
    let decoded = try JSON(ConversationTracker.Metadata(encoding: Customer()).json())
    #expect(decoded["plan"] == "premium")
    #expect(decoded["since"] == "1970-01-01T00:00:00Z")
    #expect(decoded["page"] == "https://example.com/a")
    #expect(decoded["scores"] == .array([.number(0.5)]))
  }

  @Test func aDictionaryOfStringsBecomesAnObject() throws {
    let metadata = try ConversationTracker.Metadata(encoding: ["plan": "premium"])
    #expect(try metadata.json() == #"{"plan":"premium"}"#)
  }

  @Test func aFailureNamesTheField() {
    var customer = Customer()
    customer.scores = [0.5, .nan]
    let failure = expectFailure(.metadata) { _ = try ConversationTracker.Metadata(encoding: customer) }
    #expect(failure?.message == "metadata: \"scores.1\": must be a finite number")
  }

  @Test func anErrorOfTheValueIsTold() {
    struct Secretive: Encodable, Error {
      func encode(to encoder: any Encoder) throws { throw self }
    }
    let failure = expectFailure(.metadata) { _ = try ConversationTracker.Metadata(encoding: Secretive()) }
    #expect(failure?.message == "metadata: Secretive()")
  }

  @Test func everyTrackingCallTakesIt() async throws {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    let customer = Customer()
    let absent: Customer? = nil
    let tools = ["search": "enabled"]
    try tracker.trackQuestion("Hello?", metadata: customer)
    try tracker.trackAction("first", toolsUsed: tools)
    try tracker.trackAction("second", metadata: customer)
    try tracker.trackAction("third", toolsUsed: customer, metadata: tools)
    try tracker.trackAction("fourth", toolsUsed: absent, metadata: absent)
    try tracker.trackButton("helpful", label: "Yes", value: "1", metadata: customer)
    try tracker.trackAnswer("Hello.", metadata: customer)
    try await tracker.sendTrackedData()

    let spans = try #require(server.batches.first)["conversations"][0]["spans"]
    func plan(_ json: JSON) -> JSON { json.string.flatMap { try? JSON($0) }?["plan"] ?? .null }
    for message in spans[0]["events"].elements {
      #expect(plan(message["attributes"]["agentsight.message.metadata"]) == "premium")
    }
    let attributes = (1...5).map { spans[$0]["attributes"] }
    #expect(attributes[0]["agentsight.tool.arguments"] == #"{"search":"enabled"}"#)
    #expect(plan(attributes[1]["agentsight.metadata"]) == "premium")
    #expect(plan(attributes[2]["agentsight.tool.arguments"]) == "premium")
    #expect(attributes[2]["agentsight.metadata"] == #"{"search":"enabled"}"#)
    #expect(attributes[3]["agentsight.tool.arguments"] == .null)
    #expect(attributes[3]["agentsight.metadata"] == .null)
    #expect(plan(attributes[4]["agentsight.metadata"]) == "premium")
    #expect(spans[0]["events"].elements.count == 2)
  }
}
