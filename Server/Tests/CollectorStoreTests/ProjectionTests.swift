import CollectorStore
import TestSupport
import Testing

/// What the spans of a batch become.
@Suite struct ProjectionTests {
  @Test func aTranscriptIsOrderedByTime() async throws {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "c",
        spans: [
          span(9, kind: "button", from: 7, attributes: #""agentsight.button.label":"Thanks""#),
          span(8, kind: "tool", from: 3, to: 5, attributes: #""agentsight.tool.name":"search""#),
          span(
            7, kind: "tool", from: 1, to: 2,
            attributes: #""agentsight.tool.name":"late","agentsight.tracked_at":"\#(time(4))""#),
          turn(1, [.question("q", at: 2), .answer("a", at: 6)]),
        ]))
    let (_, transcript) = try #require(try await store.read("c"))
    #expect(transcript.items.map(name) == ["q", "search", "late", "a", "Thanks"])
    #expect(
      transcript.messages.map(\.content)
        == ["q", "Action search performed", "Action late performed", "a"])
  }

  @Test func whatHappensInOneMicrosecondKeepsTheOrderOfArrival() async throws {
    let store = try TemporaryStore()
    var spans: [String] = []
    for id in 1...20 {
      let isButton = id % 3 == 0
      spans.append(
        isButton
          ? span(id, kind: "button", attributes: #""agentsight.button.label":"\#(id)""#)
          : id % 3 == 1
            ? turn(id, [.question("\(id)", at: 0)])
            : span(id, kind: "tool", attributes: #""agentsight.tool.name":"\#(id)""#))
    }
    try await store.ingest(Batch().with("c", spans: spans))
    let (_, transcript) = try #require(try await store.read("c"))
    #expect(transcript.items.map(name) == (1...20).map(String.init))
  }

  @Test func anActionKeepsWhatItWasGiven() async throws {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "c",
        spans: [
          span(
            1, kind: "tool", from: 1, to: 3,
            attributes: #"""
              "agentsight.tool.name":"search","agentsight.tool.arguments":"{\"q\": [1, null]}",
              "agentsight.tool.response":"not { JSON","agentsight.tool.error":"boom",
              "agentsight.metadata":"{\"k\":\"v\"}"
              """#),
          span(
            2, kind: "task", from: 4,
            attributes: #""agentsight.entity.name":"plan","agentsight.entity.input":"free text""#),
        ]))
    let (row, transcript) = try #require(try await store.read("c"))
    let search = try #require(transcript.actions.first)
    #expect(search.name == "search" && search.toolsUsed == #"{"q": [1, null]}"#)
    #expect(search.response == "not { JSON" && search.errorMessage == "boom" && search.duration == 2000)
    #expect(search.metadata == #"{"k":"v"}"#)
    let plan = try #require(transcript.actions.last)
    #expect(plan.name == "plan" && plan.toolsUsed == #""free text""# && plan.errorMessage == "")
    #expect(row.actionCount == 2 && row.messageCount == 0)
  }

  @Test func anIncompleteTurnStaysOutOfTheTranscript() async throws {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with("c", spans: [turn(1, [.question("q", at: 0)], incomplete: "deadline")]))
    let (row, transcript) = try #require(try await store.read("c"))
    #expect(transcript.items.isEmpty && row.messageCount == 0 && row.isUsed)
  }

  @Test func aVisitDoesNotUseAConversation() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("c", spans: [span(1, kind: "conversation")]))
    #expect(try await store.read("c")?.0.isUsed == false)
    try await store.ingest(Batch().with("c", spans: [span(2, kind: "button", from: 1)]))
    #expect(try await store.read("c")?.0.isUsed == true)
    try await store.ingest(Batch().with("c", spans: [span(3, kind: "conversation", from: 2)]))
    #expect(try await store.read("c")?.0.isUsed == true)
  }

  @Test func aWaitIsMeasuredWhereQuestionAndAnswerCameTogether() async throws {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "c", spans: [turn(1, [.question("q", at: 0), .answer("a", at: 2)]), turn(2, [.answer("b", at: 3)])]))
    let (_, transcript) = try #require(try await store.read("c"))
    #expect(transcript.messages.map(\.latency) == [nil, 2000, nil])
  }

  @Test func tokensAreSummedPerModel() async throws {
    let store = try TemporaryStore()
    func call(_ id: Int, _ model: String, _ tokens: Int, turn: String) -> String {
      let attributes = #"""
        "gen_ai.request.model":"\#(model)","gen_ai.usage.output_tokens":\#(tokens),"agentsight.turn.id":"\#(turn)"
        """#
      return span(id, kind: "llm", from: id, attributes: attributes)
    }
    try await store.ingest(
      Batch().with(
        "c", spans: [call(1, "m", 10, turn: "t1"), call(2, "m", 5, turn: "t1"), call(3, "n", 1, turn: "t1")]))
    try await store.ingest(Batch().with("c", spans: [call(4, "m", 100, turn: "t2")]))
    let (_, transcript) = try #require(try await store.read("c"))
    let output = transcript.tokenUsage.map { row in
      "\(row.model) \(row.counts.first { $0.name == "completion_tokens" }?.count ?? -1)"
    }
    #expect(output == ["m 115", "n 1"])
  }

  @Test(arguments: ["1e300", "-5", "9223372036854775807", "\"many\"", "null", "1e400"])
  func aCountThatCannotBeOneIsNone(count: String) async throws {
    let store = try TemporaryStore()
    for id in 1...3 {
      let attributes = #""gen_ai.usage.input_tokens":\#(count),"agentsight.turn.id":"t""#
      try await store.ingest(Batch().with("c", spans: [span(id, kind: "llm", attributes: attributes)]))
    }
    let (_, transcript) = try #require(try await store.read("c"))
    #expect(transcript.tokenUsage.first?.counts.allSatisfy { $0.count == 0 } == true)
  }

  @Test func textIsKeptAtFullLength() async throws {
    let store = try TemporaryStore()
    let text = "before\u{0}after é😀\u{7F}" + String(repeating: "x", count: 100_000) + "\u{0}"
    try await store.ingest(
      Batch().with(
        "c\u{0}d", fields: #""name":\#(quoted(text.prefix(200).description))"#,
        spans: [
          turn(1, [.question(text, at: 0)]),
          span(2, kind: "tool", from: 1, attributes: #""agentsight.tool.response":\#(quoted(text))"#),
        ]))
    let page = try await store.store.conversations(
      for: .agent(try await store.credential().scope), limit: 10, withTranscripts: true)
    let row = try #require(page.conversations.first)
    #expect(row.conversationID == "c\u{0}d" && row.name == text.prefix(200).description)
    #expect(page.transcripts[row.id]?.messages.first?.content == text)
    #expect(page.transcripts[row.id]?.actions.first?.response == text)
  }

  private func name(_ item: Transcript.Item) -> String {
    switch item {
    case .message(let row): row.content
    case .action(let row): row.name
    case .button(let row): row.label
    }
  }
}
