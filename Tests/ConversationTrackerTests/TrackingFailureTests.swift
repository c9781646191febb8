import ConversationTracker
import Foundation
import Testing

/// What cannot be recorded throws a failure of its own kind and leaves no trace.
@Suite struct TrackingFailureTests {
  private let tracker: ConversationTracker

  init() throws {
    tracker = try makeTracker(conversationID: "user_123")
  }

  /// Expects the calls to fail with the code and to record nothing.
  private func expectNothing(
    _ code: ConversationTracker.Failure.Code, sourceLocation: SourceLocation = #_sourceLocation,
    of calls: () throws -> Void...
  ) -> [String?] {
    let messages = calls.map { expectFailure(code, sourceLocation: sourceLocation, of: $0)?.message }
    #expect(tracker.statistics.accepted == 0, sourceLocation: sourceLocation)
    #expect(tracker.statistics.buffered == 0, sourceLocation: sourceLocation)
    return messages
  }

  @Test(arguments: ["", " \n\t", "\u{2003}"])
  func blankTexts(text: String) {
    let messages = expectNothing(
      .text, of: { try tracker.trackQuestion(text) }, { try tracker.trackAnswer(text) })
    #expect(messages == ["text: must not be empty or blank", "text: must not be empty or blank"])
  }

  @Test func noConversation() throws {
    let tracker = try makeTracker()
    expectFailure(.conversationID) { try tracker.trackQuestion("Whose question?") }
    expectFailure(.conversationID) { try tracker.trackAction("search") }
    expectFailure(.conversationID) { try tracker.trackButton("helpful", label: "Yes", value: "1") }
    #expect(tracker.statistics.accepted == 0)
  }

  @Test(arguments: ["", "  ", String(repeating: "é", count: 256)])
  func invalidConversationIDs(id: String) {
    _ = expectNothing(.conversationID, of: { try tracker.trackAnswer("Hello", conversationID: id) })
  }

  @Test(arguments: ["", " ", "{", "[1]", "\"text\"", "{} {}", "{\"a\":}"])
  func metadataThatIsNotAnObject(json: String) {
    _ = expectNothing(
      .metadata,
      of: { try tracker.trackQuestion("Hello?", metadata: .init(json: json)) },
      { try tracker.trackAction("search", metadata: .init(json: json)) },
      { try tracker.trackButton("helpful", label: "Yes", value: "1", metadata: .init(json: json)) })
  }

  @Test func numbersThatJSONCannotSpell() {
    let messages = expectNothing(
      .metadata,
      of: { try tracker.trackQuestion("Hello?", metadata: ["scores": ["last": [0.5, .number(.nan)]]]) },
      { try tracker.trackQuestion("Hello?", metadata: ["scores": ["last": [0.5, Double.infinity]]]) })
    let sentence = "metadata: \"scores.last.1\": must be a finite number"
    #expect(messages == [sentence, sentence])
  }

  @Test func encodableMetadataThatIsNotAnObject() {
    let messages = expectNothing(.metadata, of: { try tracker.trackQuestion("Hello?", metadata: [1, 2]) })
    #expect(messages == ["metadata: must be a JSON object, which Array<Int> does not encode to"])
  }

  @Test func toolsThatAreNotAnObject() {
    let messages = expectNothing(
      .action,
      of: { try tracker.trackAction("search", toolsUsed: ["score": .number(-.infinity)]) },
      { try tracker.trackAction("search", toolsUsed: ["score": Double.nan]) },
      { try tracker.trackAction("search", toolsUsed: .init(json: "[]")) })
    let sentence = "toolsUsed: \"score\": must be a finite number"
    #expect(messages.prefix(2) == [sentence, sentence])
    #expect(messages.last??.hasPrefix("toolsUsed: ") == true)
  }

  /// Where the sentence is the core's, which calls its fields otherwise.
  @Test func namesOfThisModule() {
    let now = Date()
    let sentences = expectNothing(
      .action,
      of: { try tracker.trackAction("search", startedAt: now, endedAt: now - 1) },
      { try tracker.trackAction("search", duration: .seconds(-1)) })
    #expect(sentences == ["endedAt: must not be before startedAt", "duration: must not be negative"])
    #expect(
      expectNothing(.conversationID, of: { try tracker.trackAnswer("Hello", conversationID: " ") })
        == ["conversationID: must not be empty or blank"])
    #expect(
      expectNothing(.attachment, of: { try tracker.trackAttachments([]) }) == ["attachments: must be 1 to 10"]
    )
    let files: [ConversationTracker.Attachment] = [
      .data(Data(), filename: "a"), .data(Data(), filename: "b", mimeType: " "),
    ]
    #expect(
      expectNothing(.attachment, of: { try tracker.trackAttachments(files) })
        == ["attachments[1].mimeType: must not be empty or blank"])
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.whenFull = .spool
    let option = expectFailure(.option) { _ = try ConversationTracker(configuration: configuration) }
    #expect(option?.message == "whenFull: .spool needs a spoolDirectory")
  }

  @Test func fieldsOfActions() {
    let now = Date()
    _ = expectNothing(
      .action,
      of: { try tracker.trackAction("") },
      { try tracker.trackAction(" ") },
      { try tracker.trackAction("search", duration: .seconds(-1)) },
      { try tracker.trackAction("search", duration: .seconds(Int64.max)) },
      { try tracker.trackAction("search", startedAt: now, endedAt: now - 1) },
      { try tracker.trackAction("search", startedAt: Date(timeIntervalSince1970: 0)) },
      { try tracker.trackAction("search", endedAt: Date(timeIntervalSince1970: -1)) },
      { try tracker.trackAction("search", startedAt: .distantFuture) },
      { try tracker.trackAction("search", startedAt: Date(timeIntervalSince1970: .nan)) })
  }

  @Test func fieldsOfButtons() {
    let messages = expectNothing(
      .button,
      of: { try tracker.trackButton("", label: "Yes", value: "1") },
      { try tracker.trackButton("helpful", label: "", value: "1") },
      { try tracker.trackButton("helpful", label: "Yes", value: "") })
    #expect(messages.map { $0?.prefix { $0 != ":" } } == ["event", "label", "value"])
  }

  @Test func aFullTrackerRecordsNothingMore() throws {
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.memoryLimit = 1 << 20
    let tracker = try ConversationTracker(configuration: configuration)
    let text = String(repeating: "x", count: 1000)
    expectFailure(.full) {
      for _ in 0..<2000 { try tracker.trackQuestion(text, conversationID: "user_123") }
    }
    #expect(tracker.statistics.rejected == 1)
    #expect(tracker.statistics.accepted > 0)
    #expect(tracker.statistics.accepted == tracker.statistics.buffered)
  }

  @Test func aCodeCanBeSwitchedOn() throws {
    let failure = try #require(expectFailure(.text) { try tracker.trackQuestion("") })
    switch failure.code {
    case .text: #expect(failure.code.rawValue == 5)
    default: Issue.record("the code is \(failure.code)")
    }
    #expect("\(failure)" == failure.message)
    #expect(failure.report == nil)
  }
}
