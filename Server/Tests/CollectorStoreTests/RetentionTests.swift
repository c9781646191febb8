import CollectorStore
import TestSupport
import Testing

@Suite struct RetentionTests {
  private static let day: Int64 = 86_400_000_000

  private static func later(days: Int64) -> Timestamp {
    Timestamp(microseconds: Timestamp.now().microseconds + days * day)
  }

  private static func batch(_ id: String, environment: String) -> Batch {
    Batch().with(
      id, fields: #""environment":"\#(environment)""#, spans: [turn(1, [.question("q", at: 0)])])
  }

  @Test func withoutAPeriodEverythingIsKept() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Self.batch("c", environment: "production"))
    #expect(try await store.store.applyRetention(now: Self.later(days: 40_000)).conversations == 0)
  }

  @Test func anEnvironmentsOwnPeriodGoesBeforeTheClients() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Self.batch("p", environment: "production"))
    try await store.ingest(Self.batch("d", environment: "development"))
    let other = try store.store.createKey(agent: "Bot", client: "Acme")
    try await store.ingest(Self.batch("o", environment: "production"), key: other)
    try store.store.setRetention(days: 30, client: "default")
    try store.store.setRetention(days: 7, client: "default", environment: "development")
    let before = try store.dump()
    #expect(try await store.store.applyRetention(now: Self.later(days: 6)).conversations == 0)
    #expect(try store.dump() == before)
    #expect(try store.store.countExpired(now: Self.later(days: 8)) == 1)
    #expect(try await store.store.applyRetention(now: Self.later(days: 8)).conversations == 1)
    #expect(try await store.read("d") == nil)
    #expect(try await store.read("p") != nil)
    #expect(try await store.store.applyRetention(now: Self.later(days: 31)).conversations == 1)
    #expect(try store.store.agents(ofClient: "Acme").first?.conversationCount == 1)
    try store.store.setRetention(days: nil, client: "default")
    #expect(try store.store.retention().map(\.days) == [7])
  }

  @Test func aResendOfWhatIsOverStaysAway() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Self.batch("c", environment: "production"))
    try store.store.setRetention(days: 1, client: "default")
    #expect(try await store.store.applyRetention(now: Self.later(days: 2)).conversations == 1)
    try await store.ingest(Self.batch("c", environment: "production"))
    #expect(try await store.read("c") == nil)
    // Months later it may be forgotten.
    _ = try await store.store.applyRetention(now: Self.later(days: 100))
    try await store.ingest(Self.batch("c", environment: "production"))
    #expect(try await store.read("c") != nil)
  }
}
