import CollectorStore
import TestSupport
import Testing

/// A batch can arrive again, in part, regrouped or from many senders at once, and nothing may change.
@Suite struct ReplayTests {
  private static let everyKind = Batch()
    .with(
      "c1", fields: #""name":"First","metadata":{"a":1}"#,
      spans: [
        turn(1, [.question("Where is it?", at: 0), .answer("There.", at: 9)]),
        span(2, kind: "tool", from: 3, to: 4, attributes: #""agentsight.tool.name":"search""#),
        span(3, kind: "button", from: 10, attributes: #""agentsight.button.label":"Yes""#),
        span(
          4, kind: "llm", from: 5, attributes: #""gen_ai.request.model":"m","gen_ai.usage.input_tokens":7"#),
        span(5, kind: "conversation"), span(6, kind: "hologram"),
        turn(7, [.question("And", at: 11)], incomplete: "abandoned"),
      ]
    )
    .with("c2", spans: [turn(1, [.question("The same span id elsewhere", at: 0)])])

  @Test func aBatchThatArrivesAgainChangesNothing() async throws {
    let store = try TemporaryStore()
    let first = try await store.ingest(Self.everyKind)
    let before = try store.dump()
    #expect(first.acceptedSpans == 8)
    for _ in 0..<3 {
      let again = try await store.ingest(Self.everyKind)
      #expect(again.acceptedSpans == 0 && again.duplicateSpans == 8 && again.acceptedMessages == 0)
    }
    #expect(try store.dump() == before)
  }

  @Test func sixteenSendersOfOneBatchStoreItOnce() async throws {
    let store = try TemporaryStore()
    let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<16 { group.addTask { try await store.ingest(Self.everyKind).acceptedSpans } }
      return try await group.reduce(0, +)
    }
    #expect(accepted == 8)
    let (row, transcript) = try #require(try await store.read("c1"))
    #expect(row.messageCount == 2 && row.actionCount == 1)
    #expect(transcript.messages.count == 3 && transcript.actions.count == 1 && transcript.buttons.count == 1)
    #expect(transcript.tokenUsage.first?.counts.first?.count == 7)
  }

  @Test func aBatchThatOverlapsAddsOnlyWhatIsNew() async throws {
    let store = try TemporaryStore()
    let first = turn(1, [.question("a", at: 0)])
    let second = turn(2, [.question("b", at: 1)])
    let third = turn(3, [.question("c", at: 2)])
    try await store.ingest(Batch().with("c", spans: [first, second]))
    let summary = try await store.ingest(Batch().with("c", spans: [second, third]))
    #expect(summary.acceptedSpans == 1 && summary.duplicateSpans == 1)
    let (row, transcript) = try #require(try await store.read("c"))
    #expect(transcript.messages.map(\.content) == ["a", "b", "c"])
    #expect(row.messageCount == 3)
  }

  static let alone = [
    turn(1, [.question("q", at: 0, id: 1)]),
    turn(2, [.answer("a", at: 5, id: 2)]),
  ]
  static let together = [turn(1, [.question("q", at: 0, id: 1), .answer("a", at: 5, id: 2)])]
  static let answerOnly = [turn(2, [.answer("a", at: 5, id: 2)])]
  static let questionOnly = [turn(1, [.question("q", at: 0, id: 1)])]

  @Test(arguments: [
    [alone, together], [together, alone], [questionOnly, together], [answerOnly, together],
    [together, answerOnly, questionOnly, together], [answerOnly, questionOnly],
  ])
  func aMessageIsStoredOnceHoweverItIsGrouped(arrivals: [[String]]) async throws {
    let store = try TemporaryStore()
    for spans in arrivals { try await store.ingest(Batch().with("c", spans: spans)) }
    let before = try store.dump()
    for spans in arrivals { try await store.ingest(Batch().with("c", spans: spans)) }
    #expect(try store.dump() == before)
    let (row, transcript) = try #require(try await store.read("c"))
    #expect(transcript.messages.map(\.content) == ["q", "a"])
    #expect(row.messageCount == 2)
  }

  @Test func messagesWithoutIdsAreToldApartByTheirPlace() async throws {
    let store = try TemporaryStore()
    let spans = [turn(1, [.question("same", at: 0), .answer("same", at: 0), .answer("same", at: 0)])]
    try await store.ingest(Batch().with("c", spans: spans))
    try await store.ingest(Batch().with("c", spans: spans))
    let (_, transcript) = try #require(try await store.read("c"))
    #expect(transcript.messages.map(\.sender) == ["end_user", "agent", "agent"])
  }

  @Test func aReplayOfAnOlderBatchDoesNotTakeFieldsBack() async throws {
    let store = try TemporaryStore()
    let older = Batch().with(
      "c", fields: #""name":"Old","device":"desktop","metadata":{"a":1}"#,
      spans: [turn(1, [.question("a", at: 0)])])
    let newer = Batch().with(
      "c", fields: #""name":"New","metadata":{},"environment":"dev""#,
      spans: [turn(2, [.question("b", at: 1)])])
    try await store.ingest(older)
    try await store.ingest(newer)
    try await store.ingest(older)
    let (row, _) = try #require(try await store.read("c"))
    #expect(row.name == "New" && row.device == "desktop")
    #expect(row.metadata == "{}" && row.environment == "development")
  }

  @Test func theOrderOfArrivalDoesNotDecideTheFields() async throws {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with("c", fields: #""name":"New""#, spans: [turn(2, [.question("b", at: 1)])]))
    try await store.ingest(
      Batch().with("c", fields: #""name":"Old","language":"en""#, spans: [turn(1, [.question("a", at: 0)])]))
    let (row, transcript) = try #require(try await store.read("c"))
    #expect(row.name == "New" && row.language == "en")
    #expect(transcript.messages.map(\.content) == ["a", "b"])
    #expect(row.startedAt == Timestamp(iso8601: time(0)) && row.endedAt == Timestamp(iso8601: time(1)))
  }
}
