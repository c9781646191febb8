import TestSupport
import Testing

@testable import CollectorStore

/// Pages of a search hold every conversation that passes, once, in order; of one client alone.
@Suite struct ConversationSearchTests {
  /// Three agents of two clients; conversation `i` has `i % 4 + 1` messages and starts at second `i % 7`.
  private func store() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    let keys = [
      store.key, try store.store.createKey(agent: "Second"),
      try store.store.createKey(agent: "Canary agent", client: "Canary client"),
    ]
    for index in 0..<60 {
      let messages = (0...index % 4).map {
        SpokenMessage.question("text \(index % 5) \($0)", at: index % 7 + $0)
      }
      try await store.ingest(
        Batch().with("c\(index)", fields: #""customer_id":"p\#(index % 3)""#, spans: [turn(1, messages)]),
        key: keys[index % 3])
    }
    return store
  }

  private func all(
    _ search: ConversationSearch, in store: TemporaryStore, limit: Int, reach: Int = 50_000
  ) async throws -> [ConversationRow] {
    let client = try await store.store.clients(for: OperatorScope()).first { $0.name == "default" }!.scope
    var rows: [ConversationRow] = []
    var place: ConversationSearch.Place?
    repeat {
      let page = try await store.store.conversations(
        for: .client(client), search: search, behind: place, limit: limit, reach: reach)
      #expect(
        page.conversations.count <= limit
          && (page.conversations.count == limit || page.next == nil || page.isCutShort))
      rows += page.conversations
      place = page.next
    } while place != nil
    return rows
  }

  private static func value(_ row: ConversationRow, _ sort: ConversationSearch.Sort) -> (Int64, Int64) {
    switch sort {
    case .newest: (-row.startedAt.microseconds, -row.id)
    case .oldest: (row.startedAt.microseconds, row.id)
    case .active: (-row.endedAt.microseconds, -row.id)
    case .longest: (-Int64(row.messageCount), -row.id)
    }
  }

  @Test(arguments: ConversationSearch.Sort.allCases, [1, 3, 100])
  func pagesHoldEachOnceInOrder(sort: ConversationSearch.Sort, limit: Int) async throws {
    let store = try await store()
    var search = ConversationSearch()
    search.sort = sort
    for reach in [1, 5, 50_000] {
      let rows = try await all(search, in: store, limit: limit, reach: reach)
      #expect(rows.map(\.id) == rows.sorted { Self.value($0, sort) < Self.value($1, sort) }.map(\.id))
      #expect(Set(rows.map(\.id)).count == 40 && rows.count == 40)
      #expect(!rows.contains { $0.agentName == "Canary agent" })
    }
  }

  @Test func filtersAreMetWhateverTheReach() async throws {
    let store = try await store()
    while try await store.store.refreshMessageIndex() {}
    let everything = try await all(ConversationSearch(), in: store, limit: 100)
    var text = ConversationFilter()
    text.messageContains = "TEXT 3 1"
    var short = ConversationFilter()
    short.messageContains = "3 "
    var person = ConversationFilter()
    person.customerID = "p1"
    var agent = ConversationFilter()
    agent.agentID = everything.first { $0.agentName == "Second" }!.agentID
    var foreign = ConversationFilter()
    foreign.agentID = 3
    func number(_ row: ConversationRow) -> Int { Int(row.conversationID.dropFirst())! }
    let cases: [(ConversationFilter, (ConversationRow) -> Bool)] = [
      (text, { number($0) % 5 == 3 && number($0) % 4 >= 1 }), (short, { number($0) % 5 == 3 }),
      (person, { $0.customerID == "p1" }), (agent, { $0.agentName == "Second" }), (foreign, { _ in false }),
    ]
    for (filter, passes) in cases {
      var search = ConversationSearch()
      search.filter = filter
      for (limit, reach) in [(2, 4), (100, 50_000), (3, 50_000)] {
        let rows = try await all(search, in: store, limit: limit, reach: reach)
        #expect(rows.map(\.id) == everything.filter(passes).map(\.id), "\(filter) \(limit) \(reach)")
      }
    }
  }

  @Test func savedFiltersAreTheirOwnersOrTheClients() async throws {
    let store = try await store()
    let clients = try await store.store.clients(for: OperatorScope())
    let ours = clients.first { $0.name == "default" }!.scope
    let theirs = clients.first { $0.name == "Canary client" }!.scope
    func person(_ login: String) async throws -> Person {
      let token = try await store.store.invite(to: ours, role: .editor, note: "")
      return try await store.store.accept(token, login: login, name: login, password: .ofNobody)
    }
    let (ada, ben) = (try await person("ada"), try await person("ben"))
    try await store.store.saveFilter("Mine", query: "language=de", of: ours, for: ada, isShared: false)
    try await store.store.saveFilter("All", query: "language=fr", of: ours, for: ada, isShared: true)
    try await store.store.saveFilter("Mine", query: "language=en", of: ours, for: ada, isShared: false)
    #expect(
      try await store.store.savedFilters(of: ours, for: ada).map(\.query) == ["language=fr", "language=en"])
    let seen = try await store.store.savedFilters(of: ours, for: ben)
    #expect(seen.map(\.name) == ["All"])
    #expect(try await store.store.savedFilters(of: theirs, for: ada).isEmpty)
    try await store.store.deleteFilter(seen[0].id, of: ours, for: ben, mayShare: false)
    try await store.store.deleteFilter(seen[0].id, of: theirs, for: ben, mayShare: true)
    #expect(try await store.store.savedFilters(of: ours, for: ben).count == 1)
    try await store.store.deleteFilter(seen[0].id, of: ours, for: ben, mayShare: true)
    #expect(try await store.store.savedFilters(of: ours, for: ben).isEmpty)
    await #expect(throws: StoreError.invalidName("")) {
      try await store.store.saveFilter("", query: "", of: ours, for: ada, isShared: false)
    }
  }
}
