import CollectorStore
import TestSupport
import Testing

/// Which countries the conversations of a day came from.
@Suite struct CountryTests {
  /// Knows two networks.
  private static func atlas(_ version: String, _ codes: [String: String]) -> Countries {
    Countries(version: version) { address in codes.first { address.hasPrefix($0.key) }?.value }
  }

  private static let atlas = atlas("1", ["192.0.2.": "DE", "2001:db8:": "FR"])

  private func filled() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    let addresses = ["192.0.2.1", "192.0.2.77", "2001:db8::5", "198.51.100.1", nil]
    for (index, address) in addresses.enumerated() {
      try await store.ingest(
        Batch().with(
          "c\(index)", fields: address.map { #""customer_ip_address":"\#($0)""# } ?? #""name":"n""#,
          spans: [turn(1, [.question("q", at: index)])]))
    }
    return store
  }

  private func countries(_ store: TemporaryStore) async throws -> [String: Int]? {
    let day = Slot(containing: Timestamp(iso8601: "2026-01-31T00:00:00Z")!)
    let range = FigureRange(
      slots: day..<Slot(day.number + 96), audience: .agent(try await store.credential().scope))
    return try await store.store.figures(of: range, escalationNames: []).labels[.country]?.mapValues(\.count)
  }

  private func refresh(_ store: TemporaryStore) async throws {
    while try await store.store.refreshRollups() {}
  }

  @Test func conversationsAreCountedByTheirCountryWithAndWithoutRollups() async throws {
    let store = try await filled()
    try await store.store.use(Self.atlas)
    let expected = ["DE": 2, "FR": 1, "": 2]
    #expect(try await countries(store) == expected)
    try await refresh(store)
    #expect(try await countries(store) == expected)
  }

  @Test func withoutADatabaseThereAreNone() async throws {
    let store = try await filled()
    #expect(!store.store.knowsCountries)
    #expect(try await countries(store) == nil)
    try await store.store.use(Self.atlas)
    try await refresh(store)
    try await store.store.use(nil)
    #expect(try await countries(store) == nil)
  }

  @Test func anotherDatabaseCountsAnew() async throws {
    let store = try await filled()
    try await refresh(store)
    try await store.store.use(Self.atlas)
    #expect(try await countries(store)?["DE"] == 2)
    try await refresh(store)
    try await store.store.use(Self.atlas("2", ["192.0.2.": "AT"]))
    #expect(try await countries(store) == ["AT": 2, "": 3])
    try await refresh(store)
    // The same content again: what was counted stays.
    let before = try store.dump()
    try await store.store.use(Self.atlas("2", ["192.0.2.": "CH"]))
    #expect(try store.dump() == before)
  }

  @Test func anotherAddressIsCountedAnew() async throws {
    let store = try await filled()
    try await store.store.use(Self.atlas)
    try await refresh(store)
    try await store.ingest(
      Batch().with(
        "c4", fields: #""customer_ip_address":"2001:db8::1""#, spans: [turn(9, [.question("q", at: 60)])]))
    #expect(try await countries(store) == ["DE": 2, "FR": 2, "": 1])
  }

  @Test func whatIsNoDatabaseOfCountriesIsRefused() throws {
    let directory = try TemporaryDirectory()
    for path in [directory.data.path + "/none.mmdb", #filePath] {
      #expect(throws: StoreError.self) { try Countries(file: path) }
    }
  }
}
