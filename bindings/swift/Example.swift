// A whole conversation from Swift: track in memory, send, look at the result.
//
//   AGENTSIGHT_API_KEY=ags_... swift run agentsight-example [CONVERSATION_ID [CA_FILE]]

import ConversationTracker

@main
struct Example {
  static func main() async throws {
    var configuration = try ConversationTracker.Configuration.fromEnvironment()
    let arguments = CommandLine.arguments.dropFirst()
    configuration.conversationID = arguments.first ?? "example_swift"
    configuration.trustRootsFile = arguments.dropFirst().first

    let tracker = try ConversationTracker(configuration: configuration)
    try tracker.trackQuestion("What is machine learning?", metadata: ["language": "en"])
    try tracker.trackAction("research", toolsUsed: ["search": "enabled"], duration: .milliseconds(50))
    try tracker.trackAnswer("A field of AI in which programs learn from data.")
    try tracker.trackButton("helpful", label: "👍", value: "positive_feedback")

    let report = try await tracker.sendTrackedData()
    print("\(report.delivered) events delivered")
  }
}
