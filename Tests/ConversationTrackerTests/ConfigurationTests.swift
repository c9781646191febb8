import ConversationTracker
import Testing

@Suite struct ConfigurationTests {
  private typealias Configuration = ConversationTracker.Configuration

  /// A tracker with settings that differ from the defaults.
  @discardableResult
  private func makeTracker(_ change: (inout Configuration) -> Void) throws -> ConversationTracker {
    var configuration = Configuration(apiKey: testKey)
    configuration.closeTimeout = .zero
    change(&configuration)
    return try ConversationTracker(configuration: configuration)
  }

  @Test func aTrackerStartsEmpty() throws {
    let tracker = try ConversationTracker(apiKey: testKey)
    #expect(tracker.statistics.accepted == 0)
    #expect(tracker.statistics.buffered == 0)
  }

  @Test(arguments: [
    "", "ags_", "ags_0123456789abcdef0123456789abcdef_01234", "ags_0123456789abcdef0123456789abcdeg_012345",
    "sk_0123456789abcdef0123456789abcdef_012345", testKey + " ", testKey + "\n", testKey + "\0more",
  ])
  func malformedKeysAreRefused(key: String) {
    expectFailure(.apiKey) { try makeTracker { $0.apiKey = key } }
  }

  @Test func aMissingKeySaysWhereItCanComeFrom() {
    let failure = expectFailure(.apiKey) { try makeTracker { $0.apiKey = nil } }
    #expect(failure?.message.contains("AGENTSIGHT_API_KEY") == true)
  }

  @Test func failuresHideTheKey() {
    let failure = expectFailure(.apiKey) { try makeTracker { $0.apiKey = testKey + "!" } }
    #expect(failure?.message.contains("0123456789abcdef") == false)
  }

  @Test func descriptionsHideTheKey() {
    var configuration = Configuration(apiKey: testKey)
    configuration.conversationID = "user_123"
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] {
      #expect(text.contains("user_123"))
      #expect(!text.contains("0123456789abcdef"))
    }
  }

  @Test(arguments: [
    "http://example.com", "http://127.0.0.1.example.com", "ftp://127.0.0.1", "file:///etc/passwd", "",
    "https://user:password@example.com", "http://127.0.0.1\0.example.com",
  ])
  func endpointsThatWouldExposeTheKeyAreRefused(endpoint: String) {
    expectFailure(.endpoint) { try makeTracker { $0.endpoint = endpoint } }
  }

  @Test(arguments: ["https://example.com", "http://127.0.0.1:8787", "http://localhost/", "http://[::1]:8787"])
  func endpointsThatKeepTheKeyAreAccepted(endpoint: String) throws {
    try makeTracker { $0.endpoint = endpoint }
  }

  @Test func anInsecureEndpointIsAcceptedWhenAskedFor() throws {
    try makeTracker {
      $0.endpoint = "http://example.com"
      $0.allowsInsecureHTTP = true
    }
  }

  @Test(arguments: ["", " ", "a\0b", String(repeating: "x", count: 256)])
  func invalidConversationIDsAreRefused(id: String) {
    expectFailure(.conversationID) { try makeTracker { $0.conversationID = id } }
  }

  @Test func settingsOutOfRangeAreRefused() {
    expectFailure(.option) { try makeTracker { $0.environment = " " } }
    expectFailure(.option) { try makeTracker { $0.trustRootsFile = "a\0b" } }
    expectFailure(.option) { try makeTracker { $0.memoryLimit = -1 } }
    expectFailure(.option) { try makeTracker { $0.memoryLimit = 1000 } }
    expectFailure(.option) { try makeTracker { $0.batchEvents = 0 } }
    expectFailure(.option) { try makeTracker { $0.batchEvents = .max } }
    expectFailure(.option) { try makeTracker { $0.connectTimeout = .zero } }
    expectFailure(.option) { try makeTracker { $0.requestTimeout = .seconds(-1) } }
    expectFailure(.option) { try makeTracker { $0.spoolDirectory = "/no\0where" } }
    expectFailure(.option) { try makeTracker { $0.spoolDirectory = "/dev/null/spool" } }
    expectFailure(.option) { try makeTracker { $0.spoolLimit = 0 } }
    expectFailure(.option) { try makeTracker { $0.spoolLimit = 1000 } }
    expectFailure(.option) { try makeTracker { $0.whenFull = .spool } }
  }

  @Test func aFractionOfAMillisecondIsNotZero() throws {
    try makeTracker { $0.connectTimeout = .nanoseconds(1) }
  }

  @Test func theDefaultsAreThoseOfTheCore() {
    let configuration = Configuration()
    #expect(configuration.memoryLimit == 256 << 20)
    #expect(configuration.batchEvents == 1000)
    #expect(configuration.connectTimeout == .seconds(5))
    #expect(configuration.requestTimeout == .seconds(30))
    #expect(configuration.closeTimeout == .seconds(2))
    #expect(configuration.whenFull == .reject)
    #expect(configuration.spoolDirectory == nil)
    #expect(configuration.spoolLimit == 1 << 30)
    #expect(configuration.sendEveryEvents == nil)
    #expect(configuration.sendInterval == nil)
    #expect(configuration.textLimit == 16_384)
    #expect(configuration.itemHandler == nil)
    #expect(configuration.allowsInsecureHTTP == false)
  }

  @Test func atTheMemoryLimitTheOldestMayGo() throws {
    let tracker = try makeTracker {
      $0.memoryLimit = 1 << 20
      $0.whenFull = .dropOldest
    }
    for _ in 0..<400 { try tracker.trackAnswer(String(repeating: "x", count: 8000), conversationID: "c") }
    let statistics = tracker.statistics
    #expect(statistics.accepted == 400)
    #expect(statistics.droppedOldest > 0)
    #expect(statistics.dropped == statistics.droppedOldest)
    #expect(statistics.memoryBytes <= 1 << 20)
  }

  @Test func atTheMemoryLimitACallWaitsInVainWhenNobodySends() throws {
    let tracker = try makeTracker {
      $0.memoryLimit = 1 << 20
      $0.whenFull = .block(for: .milliseconds(5))
    }
    expectFailure(.full) {
      for _ in 0..<400 { try tracker.trackAnswer(String(repeating: "x", count: 8000), conversationID: "c") }
    }
    #expect(tracker.statistics.blocked == 1)
    #expect(tracker.statistics.rejectedFull == 1)
    expectFailure(.option) { try makeTracker { $0.whenFull = .block(for: .zero) } }
  }
}
