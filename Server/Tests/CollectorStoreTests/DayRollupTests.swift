import CollectorStore
import TestSupport
import Testing

/// Figures from rollups of whole days, and what makes those out of date.
@Suite struct DayRollupTests {
  /// A conversation of `customer` on a day at noon UTC, with an action where one is named.
  private func conversation(
    _ id: String, _ customer: String, on date: String, action: String? = nil
  ) -> Batch {
    var spans = [turn(1, [.question("q", at: 0), .answer("a", at: 2)])]
    if let action {
      spans.append(
        span(2, kind: "tool", from: 1, to: 2, attributes: #""agentsight.tool.name":"\#(action)""#))
    }
    return Batch().with(
      id, fields: #""customer_id":"\#(customer)""#,
      spans: spans.map { $0.replacing("2026-01-31", with: date) })
  }

  private func filled() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    for (id, customer, day, action) in [
      ("a", "ada", "05", "search"), ("b", "ada", "06", "contact_human"), ("c", "bob", "06", nil),
      ("d", "ada", "08", "open_ticket"), ("e", "eve", "09", nil),
    ] {
      try await store.ingest(conversation(id, customer, on: "2026-01-\(day)", action: action))
    }
    return store
  }

  private func range(_ store: TemporaryStore, from start: String, to end: String) async throws -> FigureRange
  {
    let slots = try [start, end].map {
      Slot(containing: try #require(Timestamp(iso8601: "2026-01-\($0):00Z")))
    }
    return FigureRange(slots: slots[0]..<slots[1], audience: .agent(try await store.credential().scope))
  }

  private func figures(
    _ store: TemporaryStore, from start: String, to end: String
  ) async throws -> Figures {
    try await store.store.figures(
      of: try await range(store, from: start, to: end), escalationNames: ["contact_human", "open_ticket"])
  }

  private static let now = Timestamp(iso8601: "2026-01-09T13:00:00Z")!

  private func refresh(_ store: TemporaryStore) async throws {
    while try await store.store.refreshRollups(now: Self.now) {}
  }

  private func days(_ store: TemporaryStore) throws -> Int {
    try store.dump().count { $0.hasPrefix("day_rollups:") }
  }

  @Test func daysThatAreOverAreSummedUpAndTodayIsNot() async throws {
    let store = try await filled()
    try await refresh(store)
    #expect(try days(store) == 3)
    #expect(try await !store.store.refreshRollups(now: Self.now))
  }

  @Test func aRangeThatBeginsAndEndsWithinDaysCountsItsPartsOfThem() async throws {
    let store = try await filled()
    for _ in 0..<2 {
      for (start, end, conversations, people, escalations) in [
        ("05T00:00", "10T00:00", 5, 3, 2), ("05T12:15", "08T12:15", 3, 2, 2),
        ("05T12:00", "08T12:00", 3, 2, 1),
        ("06T12:00", "06T12:15", 2, 2, 1), ("07T00:00", "08T00:00", 0, 0, 0),
        ("09T00:00", "10T00:00", 1, 1, 0),
      ] {
        let figures = try await figures(store, from: start, to: end)
        #expect(figures.counts[.conversations] == conversations, "\(start)")
        #expect(figures.people == people && figures.escalations == escalations, "\(start)")
        #expect(figures.responses.count == conversations && figures.bySlot.count <= conversations)
        let tools = figures.labels[.tool]?.values.reduce(0) { $0 + $1.count } ?? 0
        #expect(tools >= escalations && figures.labels[.turns]?["1"]?.count ?? 0 == conversations, "\(start)")
      }
      try await refresh(store)
    }
  }

  @Test func partsAddUpToTheWhole() async throws {
    let store = try await filled()
    let range = try await range(store, from: "05T09:00", to: "09T09:00")
    let parts = (0..<4).map {
      Slot(range.slots.lowerBound.number + $0 * 96)..<Slot(range.slots.lowerBound.number + ($0 + 1) * 96)
    }
    for _ in 0..<2 {
      let figures = try await store.store.figures(of: range, by: parts, escalationNames: [])
      #expect(figures.parts.map { $0.counts[.conversations] } == [1, 2, 0, 1])
      #expect(figures.parts.map(\.responses.count) == [1, 2, 0, 1])
      #expect(figures.counts[.conversations] == 4 && figures.responses.count == 4)
      // A part that is not asked for counts all the same.
      let some = try await store.store.figures(of: range, by: [parts[1]], escalationNames: [])
      #expect(some.parts.map { $0.counts[.agentMessages] } == [2] && some.responses.count == 4)
      try await refresh(store)
    }
  }

  @Test func whatComesLateIntoADayThatIsSummedUpCountsAtOnce() async throws {
    let store = try await filled()
    try await refresh(store)
    try await store.ingest(conversation("f", "joe", on: "2026-01-06", action: "open_ticket"))
    // Another action in a conversation that is there.
    try await store.ingest(
      Batch().with(
        "c",
        spans: [
          span(7, kind: "tool", from: 9, attributes: #""agentsight.tool.name":"contact_human""#).replacing(
            "2026-01-31", with: "2026-01-08")
        ]))
    for _ in 0..<2 {
      let figures = try await figures(store, from: "06T00:00", to: "07T00:00")
      #expect(figures.counts[.conversations] == 3 && figures.people == 3 && figures.escalations == 3)
      try await refresh(store)
    }
    #expect(try days(store) == 3)
  }

  @Test func whatIsDeletedOrGetsAnotherCustomerCountsNoLonger() async throws {
    let store = try await filled()
    try await refresh(store)
    // "c" is of ada too.
    try await store.ingest(
      Batch().with(
        "c", fields: #""customer_id":"ada""#,
        spans: [
          turn(5, [.question("q", at: 20)]).replacing("2026-01-31", with: "2026-01-06")
        ]))
    for _ in 0..<2 {
      #expect(try await figures(store, from: "06T00:00", to: "07T00:00").people == 1)
      try await refresh(store)
    }
    let scope = try await store.credential().scope
    _ = try await store.store.delete(2, for: scope)
    for _ in 0..<2 {
      let figures = try await figures(store, from: "06T00:00", to: "07T00:00")
      #expect(figures.counts[.conversations] == 1 && figures.people == 1 && figures.escalations == 0)
      try await refresh(store)
    }
  }

  @Test func anActionThatIsRenamedCountsUnderItsNewName() async throws {
    let store = try await filled()
    try await refresh(store)
    let scope = try await store.credential().scope
    let search = try #require(
      try await store.store.actions(
        of: scope, filter: ActionFilter(), order: ListOrder(ActionDefinition.Column.id, isDescending: false),
        slice: ListSlice(limit: 9)
      ).rows.first { $0.name == "search" })
    var edit = ActionEdit()
    edit.name = "open_ticket"
    await #expect(throws: WriteError.self) { try await store.store.edit(action: search.id, edit, for: scope) }
    edit.name = "look_up"
    _ = try await store.store.edit(action: search.id, edit, for: scope)
    for _ in 0..<2 {
      let labels = try await figures(store, from: "05T00:00", to: "06T00:00").labels[.tool]
      #expect(labels?.mapValues(\.count) == ["look_up": 1])
      try await refresh(store)
    }
  }

  @Test func peopleReturnFromDaysThatAreSummedUp() async throws {
    let store = try await filled()
    var range = try await range(store, from: "08T00:00", to: "10T00:00")
    let weeks = [range.slots]
    func people() async throws -> [[Int]] {
      try await store.store.people(in: weeks, of: range).map { [$0.people, $0.returning] }
    }
    for _ in 0..<2 {
      #expect(try await people() == [[2, 1]])
      range.environment = "development"
      #expect(try await people() == [[0, 0]])
      range.environment = nil
      try await refresh(store)
    }
  }

  @Test func manyPeopleAreToldApart() async throws {
    let store = try TemporaryStore()
    var batch = Batch()
    for number in 0..<400 {
      batch = batch.with(
        "c\(number)", fields: #""customer_id":"\#(number % 300)""#,
        spans: [turn(1, [.question("q", at: number)]).replacing("2026-01-31", with: "2026-01-05")])
    }
    try await store.ingest(batch)
    for _ in 0..<2 {
      #expect(try await figures(store, from: "05T00:00", to: "06T00:00").people == 300)
      try await refresh(store)
    }
  }
}
