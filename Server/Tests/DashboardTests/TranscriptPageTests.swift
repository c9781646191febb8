import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

/// What a conversation's page shows and what its forms do.
@Suite struct TranscriptPageTests {
  private func filled() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "c",
        spans: [
          turn(1, [.question("q", at: 0), .answer("a", at: 3)]),
          span(
            2, kind: "tool", from: 1, to: 2,
            attributes: #""agentsight.tool.name":"look_up","agentsight.turn.id":"\#(spanID(1))""#),
          span(
            3, kind: "llm", from: 2,
            attributes: #""gen_ai.request.model":"gpt-4o","gen_ai.usage.input_tokens":1000000"#),
          turn(4, [.question("later", at: 303)]),
        ]))
    return store
  }

  private func editor(_ store: TemporaryStore) async throws -> (browser: Browser, token: String) {
    let browser = Browser(store, cookie: try await store.cookie(login: "ed", role: .editor))
    return (browser, try #require(try await browser.get("/conversations/1").formToken))
  }

  @Test func waitsGapsTokensAndTheTraceAreShown() async throws {
    let html = try await get("/conversations/1", from: filled()).html
    #expect(html.contains("after 1.0 s") == false && html.contains("5 min 0 s later"))
    #expect(html.contains("prompt 1,000,000") && html.contains("$2.5000"))
    // A turn of three seconds with a tool inside, from a third of it to two thirds.
    #expect(html.contains("Trace: 2 spans, 3.0 s"))
    #expect(html.contains(#"<rect x="333.3" width="333.3" height="8"/>"#))
    #expect(html.contains("value=\"http://127.0.0.1:8787/conversations/1\""))
  }

  @Test func anAnswerSaysHowLongThePersonWaited() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("c", spans: [turn(1, [.question("q", at: 0), .answer("a", at: 3)])]))
    #expect(try await get("/conversations/1", from: store).html.contains("after 3.0 s"))
  }

  @Test func anEditorRenamesAndMarks() async throws {
    let store = try await filled()
    let (browser, token) = try await editor(store)
    let renamed = try await browser.post(
      "/conversations/1/name", [("form_token", token), ("name", " <b>New ")])
    #expect(renamed.status == 303 && renamed.headers[.location] == "/conversations/1")
    for (value, isMarked) in [("1", true), ("0", false)] {
      _ = try await browser.post("/conversations/1/mark", [("form_token", token), ("marked", value)])
      #expect(try await store.read("c")?.0.isMarked == isMarked)
    }
    #expect(try await store.read("c")?.0.name == "<b>New")
    #expect(try await browser.get("/conversations/1").html.contains("<h1 dir=\"auto\">&lt;b&gt;New</h1>"))
  }

  @Test func feedbackAndTicketsAreWrittenOnceHoweverOftenTheFormIsSent() async throws {
    let store = try await filled()
    let (browser, token) = try await editor(store)
    for _ in 0..<2 {
      let given = try await browser.post(
        "/conversations/1/feedback",
        [("form_token", token), ("once", "x"), ("sentiment", "negative"), ("comment", "wrong table")])
      let opened = try await browser.post(
        "/conversations/1/tickets",
        [("form_token", token), ("once", "x"), ("title", "Fix the table"), ("priority", "high")])
      #expect(given.status == 303 && opened.status == 303)
    }
    let transcript = try #require(try await store.read("c")?.1)
    #expect(transcript.feedbacks.map(\.comment) == ["wrong table"])
    #expect(
      transcript.feedbacks.map(\.source) == ["platform"]
        && transcript.tickets.map(\.title) == ["Fix the table"])
    let html = try await browser.get("/conversations/1").html
    #expect(html.contains("wrong table") && html.contains("Fix the table"))
  }

  @Test(arguments: [
    ("name", [("name", "  ")], "The name must not be empty."),
    ("name", [("name", String(repeating: "n", count: 256))], "255 characters"),
    ("feedback", [("once", "x"), ("sentiment", "meh")], "positive, neutral or negative"),
    ("feedback", [("sentiment", "positive")], "The form must not be empty."),
    ("tickets", [("once", "x"), ("priority", "low")], "The title must not be empty."),
    ("tickets", [("once", "x"), ("title", "t"), ("priority", "urgent")], "low, medium or high"),
  ])
  func aFormThatCannotBeCarriedOutSaysWhy(form: String, fields: [(String, String)], rule: String) async throws
  {
    let store = try await filled()
    let (browser, token) = try await editor(store)
    let before = try store.dump().filter { !$0.hasPrefix("sessions") }
    let answer = try await browser.post("/conversations/1/\(form)", [("form_token", token)] + fields)
    #expect(answer.status == 422 && answer.html.contains(rule))
    #expect(try store.dump().filter { !$0.hasPrefix("sessions") } == before)
  }

  static let forms = ["name", "mark", "feedback", "tickets", "share", "unshare"]
  static let fields = [
    ("name", "n"), ("marked", "1"), ("sentiment", "positive"), ("once", "x"), ("title", "t"),
    ("priority", "low"),
    ("days", "7"), ("share", "1"),
  ]

  @Test(arguments: forms)
  func aViewerAndAnotherClientsEditorChangeNothing(form: String) async throws {
    let store = try await filled()
    _ = try store.store.createKey(agent: "Canary", client: "Other")
    let viewer = Browser(store, cookie: try await store.cookie(login: "vi", role: .viewer))
    let page = try await viewer.get("/conversations/1")
    #expect(page.status == 200 && !page.html.contains("/conversations/1/name"))
    let foreign = Browser(store, cookie: try await store.cookie(login: "eve", role: .editor, in: "Other"))
    let before = try store.dump().filter { !$0.hasPrefix("sessions") }
    for (browser, status) in [(viewer, 403), (foreign, 404)] {
      let token = try #require(try await browser.get("/overview").formToken)
      let answer = try await browser.post("/conversations/1/\(form)", [("form_token", token)] + Self.fields)
      #expect(answer.status == status, "\(form)")
      let withoutToken = try await browser.post("/conversations/1/\(form)", Self.fields)
      #expect(withoutToken.status == 403)
    }
    #expect(try store.dump().filter { !$0.hasPrefix("sessions") } == before)
  }

  @Test func aLongTranscriptComesInPagesOfUnder100Kilobytes() async throws {
    let store = try TemporaryStore()
    let text = String(repeating: "word ", count: 400)
    for start in stride(from: 0, to: 300, by: 50) {
      try await store.ingest(
        Batch().with(
          "c", spans: [turn(start + 1, (0..<50).map { .question("\(start + $0)! " + text, at: start + $0) })])
      )
    }
    var path: String? = "/conversations/1"
    var seen: [Int] = []
    while let next = path {
      let page = try await get(next, from: store)
      #expect(page.status == 200 && page.html.utf8.count < 100_000)
      seen += page.html.matches(of: #/>(\d+)! word/#).compactMap { Int($0.1) }
      path = page.html.firstMatch(of: #/rel="next" href="([^"]+)"/#).map { String($0.1) }
    }
    #expect(seen == Array(0..<300))
    #expect(try await get("/conversations/1?page=99", from: store).status == 404)
  }
}
