import ConversationTracker
import Logging
import Testing

@Suite struct LoggingTests {
  typealias LogLevel = ConversationTracker.Configuration.LogLevel

  private struct Handler: LogHandler {
    let lines: Locked<[String]>
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    init(_ lines: Locked<[String]>) {
      self.lines = lines
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.withLock { $0.append("\(event.level) \(event.source) \(event.message)") }
    }
  }

  /// The lines that a send makes which the collector refuses.
  private func lines(
    level: Logger.Level = .info, configure: (inout ConversationTracker.Configuration) -> Void = { _ in }
  ) async throws -> [String] {
    let lines = Locked<[String]>([])
    let server = try RecordingServer { $0.method == "POST" ? .init(status: 403, body: "no") : .init() }
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.endpoint = server.endpoint
    configuration.logger = Logger(label: "test") { _ in Handler(lines) }
    configuration.logger?.logLevel = level
    configure(&configuration)
    let tracker = try ConversationTracker(configuration: configuration)
    try tracker.trackQuestion("Hello?", conversationID: "user_123")
    await #expect(throws: ConversationTracker.Failure.self) { try await tracker.sendTrackedData() }
    return lines.withLock { $0 }
  }

  @Test func linesReachTheLogger() async throws {
    let lines = try await lines()
    #expect(lines.contains { $0.hasPrefix("error ConversationTracker ") && $0.contains("403: no") })
    #expect(!lines.contains { $0.contains(testKey) })
  }

  @Test func theLevelOfTheLoggerCounts() async throws {
    #expect(try await lines(level: .critical).isEmpty)
  }

  @Test func theConfiguredLevelCounts() async throws {
    #expect(try await lines { $0.logLevel = .off }.isEmpty)
  }

  /// Work is worth more than its record: the caller gets its result, the log the reason.
  @Test(arguments: [(LogLevel?.none, 1), (.error, 0), (.off, 0)])
  func anActionThatCannotBeRecordedIsLogged(
    level: LogLevel?, count: Int
  ) async throws {
    let lines = Locked<[String]>([])
    var configuration = ConversationTracker.Configuration(apiKey: testKey)
    configuration.logger = Logger(label: "test") { _ in Handler(lines) }
    configuration.logLevel = level
    let conversation = try ConversationTracker(configuration: configuration).conversation("user_123")
    #expect(await conversation.action(" ") { 42 } == 42)
    let line = "warning ConversationTracker an action was not recorded: name: must not be empty or blank"
    #expect(lines.withLock { $0 } == Array(repeating: line, count: count))
    #expect(conversation.tracker.statistics.rejected == 1)
  }
}
