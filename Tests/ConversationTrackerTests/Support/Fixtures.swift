import ConversationTracker
import Testing

/// A key of the right form that no server knows.
let testKey = "ags_0123456789abcdef0123456789abcdef_012345"

/// A tracker for a server, or for none at all: nothing listens on port 1. It takes no leave.
func makeTracker(
  for server: RecordingServer? = nil, conversationID: String? = nil
) throws -> ConversationTracker {
  var configuration = ConversationTracker.Configuration(apiKey: testKey)
  configuration.endpoint = server?.endpoint ?? "http://127.0.0.1:1"
  configuration.conversationID = conversationID
  configuration.closeTimeout = .zero
  return try ConversationTracker(configuration: configuration)
}

extension RecordingServer {
  /// The spans of all batches, in the order of sending.
  var spans: [JSON] {
    get throws {
      try batches.flatMap { $0["conversations"].elements }.flatMap { $0["spans"].elements }
    }
  }
}

/// Waits until the condition holds, which is up to another thread; for ten seconds at most.
func waitUntil(_ condition: () throws -> Bool) async throws -> Bool {
  for _ in 0..<2000 {
    if try condition() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return false
}

/// Expects the call to throw a failure with the code, and returns it.
@discardableResult
func expectFailure(
  _ code: ConversationTracker.Failure.Code, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, of call: () throws -> Void
) -> ConversationTracker.Failure? {
  let failure = #expect(
    throws: ConversationTracker.Failure.self, comment, sourceLocation: sourceLocation, performing: call)
  #expect(failure?.code == code, comment, sourceLocation: sourceLocation)
  return failure
}
