import CollectorStore
import TestSupport
import Testing

@Suite struct FigureTests {
  private let day =
    Slot(
      containing: Timestamp(iso8601: "2026-01-31T00:00:00Z")!)..<Slot(
      containing: Timestamp(iso8601: "2026-02-01T00:00:00Z")!)

  private func range(_ store: TemporaryStore) async throws -> FigureRange {
    FigureRange(slots: day, audience: .agent(try await store.credential().scope))
  }

  private func figures(_ store: TemporaryStore) async throws -> Figures {
    try await store.store.figures(of: try await range(store), escalationNames: ["open_ticket"])
  }

  private func refresh(_ store: TemporaryStore) async throws {
    while try await store.store.refreshRollups() {}
  }

  /// Two conversations, an hour apart, and a visit.
  private func filled() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch()
        .with(
          "a", fields: #""device":"mobile","customer_id":"ada""#,
          spans: [
            turn(1, [.question("q", at: 0), .answer("a", at: 2)]),
            turn(2, [.question("q", at: 10), .answer("a", at: 14), .answer("b", at: 15)]),
            span(3, kind: "tool", from: 12, to: 13, attributes: #""agentsight.tool.name":"open_ticket""#),
            span(
              4, kind: "tool", from: 12, to: 12,
              attributes: #""agentsight.tool.name":"search","agentsight.tool.error":"no""#),
          ]
        )
        .with(
          "b", fields: #""device":"desktop","customer_id":"ada""#,
          spans: [turn(1, [.question("q", at: 3600), .answer("a", at: 3601)])]
        )
        .with("c", spans: [span(1, kind: "conversation", from: 7200)]))
    return store
  }

  private func expectFilled(_ figures: Figures) {
    let counts = figures.counts
    #expect(counts[.personMessages] == 3 && counts[.agentMessages] == 4)
    #expect(counts[.conversations] == 2 && counts[.visits] == 3 && counts[.messagesOfConversations] == 7)
    #expect(figures.people == 1 && figures.escalations == 1)
    // The second answer in a row answers nobody.
    #expect(figures.responses.count == 3 && abs(figures.responses.sum - 7000) < 0.001)
    #expect(abs((figures.responses.percentile(0.5) ?? 0) - 2000) <= 20)
    #expect(abs((figures.responses.percentile(0.99) ?? 0) - 4000) <= 40)
    #expect(figures.labels[.device]?.mapValues(\.count) == ["mobile": 1, "desktop": 1])
    #expect(figures.labels[.turns]?.mapValues(\.count) == ["2": 1, "1": 1])
    #expect(figures.labels[.tool]?["search"]?.errors == 1)
    #expect(figures.labels[.tool]?["open_ticket"]?.durations.count == 1)
    #expect(figures.bySlot.count == 3)
  }

  @Test func figuresAreTheSameWithRollupsAndWithout() async throws {
    let store = try await filled()
    expectFilled(try await figures(store))
    try await refresh(store)
    expectFilled(try await figures(store))
    #expect(try await !store.store.refreshRollups())
  }

  @Test func whatComesLaterCountsAtOnce() async throws {
    let store = try await filled()
    try await refresh(store)
    // Into a quarter of an hour that has a rollup, and before an answer that was alone.
    try await store.ingest(
      Batch().with("b", spans: [turn(2, [.question("late", at: 3605), .answer("later", at: 3611)])]))
    for _ in 0..<2 {
      let figures = try await figures(store)
      #expect(figures.counts[.personMessages] == 4 && figures.counts[.messagesOfConversations] == 9)
      #expect(figures.labels[.turns]?.mapValues(\.count) == ["2": 2])
      #expect(figures.responses.count == 4 && abs(figures.responses.sum - 13000) < 0.001)
      try await refresh(store)
    }
  }

  @Test func aReplayChangesNoFigure() async throws {
    let store = try await filled()
    try await refresh(store)
    try await store.ingest(
      Batch().with("b", spans: [turn(1, [.question("q", at: 3600), .answer("a", at: 3601)])]))
    expectFilled(try await figures(store))
    try await refresh(store)
    expectFilled(try await figures(store))
  }

  private func figures(_ store: TemporaryStore, from start: String, to end: String) async throws -> Figures {
    let slots = try #require(Timestamp(iso8601: start)).slot..<(try #require(Timestamp(iso8601: end)).slot)
    let scope = try await store.credential().scope
    return try await store.store.figures(
      of: FigureRange(slots: slots, audience: .agent(scope)), escalationNames: ["open_ticket"])
  }

  /// Callers whose clocks show 1970 and 2100: the times that they told are kept.
  @Test func whatCannotHaveHappenedThenCountsWhenItCame() async throws {
    let store = try TemporaryStore()
    let days = [("past", "1970-01-01"), ("future", "2100-01-01")]
    for (id, day) in days {
      let tokens = #""gen_ai.request.model":"gpt-4o","gen_ai.usage.input_tokens":10"#
      let spans = [
        turn(1, [.question("q", at: 0), .answer("a", at: 2)]),
        span(2, kind: "tool", from: 1, attributes: #""agentsight.tool.name":"open_ticket""#),
        span(3, kind: "llm", from: 1, attributes: tokens),
      ].map { $0.replacing("2026-01-31", with: day) }
      try await store.ingest(Batch().with(id, fields: #""customer_id":"\#(id)""#, spans: spans))
    }
    let now = Timestamp.now()
    let (yesterday, tomorrow) = (
      Timestamp(microseconds: now.microseconds - 86_400_000_000).iso8601,
      Timestamp(microseconds: now.microseconds + 86_400_000_000).iso8601
    )
    for _ in 0..<2 {
      let today = try await figures(store, from: yesterday, to: tomorrow)
      #expect(today.counts[.conversations] == 2 && today.counts[.visits] == 2)
      #expect(today.counts[.personMessages] == 2 && today.counts[.agentMessages] == 2)
      #expect(today.counts[.promptTokens] == 20 && today.counts[.cost] > 0)
      #expect(today.people == 2 && today.escalations == 2)
      #expect(today.labels[.tool]?["open_ticket"]?.count == 2)
      #expect(today.responses.count == 2 && abs(today.responses.sum - 4000) < 0.001)
      for (_, day) in days {
        let then = try await figures(store, from: day + "T00:00:00Z", to: day + "T23:45:00Z")
        #expect(then.bySlot.isEmpty && then.people == 0 && then.escalations == 0)
      }
      try await refresh(store)
    }
    for (id, day) in days {
      let (row, transcript) = try #require(try await store.read(id))
      #expect(row.startedAt == Timestamp(iso8601: day + "T12:00:00Z"))
      #expect(transcript.messages.first?.place.timestamp == row.startedAt)
    }
    // It turns out to have begun at a time that can be right.
    try await store.ingest(Batch().with("future", spans: [turn(4, [.question("q", at: 0)])]))
    for _ in 0..<2 {
      let (today, then) = (
        try await figures(store, from: yesterday, to: tomorrow), try await figures(store)
      )
      #expect(today.counts[.conversations] == 1 && today.counts[.personMessages] == 2 && today.people == 1)
      #expect(then.counts[.conversations] == 1 && then.counts[.personMessages] == 1 && then.people == 1)
      try await refresh(store)
    }
    let scope = try await store.credential().scope
    for row in [1, 2] as [Int64] { _ = try await store.store.delete(row, for: scope) }
    for _ in 0..<2 {
      #expect(try await figures(store, from: yesterday, to: tomorrow).counts[.personMessages] == 0)
      try await refresh(store)
    }
  }

  @Test func anotherAgentsFiguresAreItsOwn() async throws {
    let store = try await filled()
    let other = try store.store.createKey(agent: "Desk")
    try await store.ingest(
      Batch().with("x", spans: [turn(1, [.question("q", at: 0), .answer("a", at: 9)])]), key: other)
    expectFilled(try await figures(store))
    try await refresh(store)
    expectFilled(try await figures(store))
    var all = try await range(store)
    all.audience = .everything(OperatorScope())
    #expect(try await store.store.figures(of: all, escalationNames: []).counts[.conversations] == 3)
  }

  @Test func histogramsAddUpAndKeepTheirPrecision() throws {
    var (left, right, both) = (DurationHistogram(), DurationHistogram(), DurationHistogram())
    let durations = (1...2000).map { Double($0 * $0) / 7 }
    for (index, duration) in durations.enumerated() {
      if index.isMultiple(of: 3) {
        left.add(milliseconds: duration)
      } else {
        right.add(milliseconds: duration)
      }
      both.add(milliseconds: duration)
    }
    left.add(right)
    #expect(left.count == both.count && abs(left.sum - both.sum) < 1e-3)
    for part in [0.01, 0.5, 0.9, 0.99, 1] {
      let exact = durations[Int((part * 2000).rounded(.up)) - 1]
      #expect(abs((left.percentile(part) ?? 0) - exact) <= exact * 0.0101, "\(part)")
      #expect(left.percentile(part) == both.percentile(part))
    }
    #expect(DurationHistogram().percentile(0.5) == nil && DurationHistogram().mean == nil)
  }
}

extension Timestamp {
  fileprivate var slot: Slot { Slot(containing: self) }
}
