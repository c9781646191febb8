import CollectorStore
import Dashboard
import TestSupport
import Testing

@Suite struct DashboardTests {
  @Test func theListIsNewestFirstAndPaged() async throws {
    let store = try TemporaryStore()
    #expect(try await get("/conversations", from: store).html.contains("agentsight keys create"))
    var batch = Batch()
    for index in 0..<35 {
      batch = batch.with("chat-\(index)-", spans: [turn(1, [.question("q", at: index)])])
    }
    try await store.ingest(batch)
    let first = try await get("/conversations", from: store)
    #expect(first.status == 200 && first.html.contains("35 conversations"))
    let newest = try #require(first.html.range(of: "chat-34-"))
    let older = try #require(first.html.range(of: "chat-33-"))
    #expect(newest.lowerBound < older.lowerBound && !first.html.contains("chat-4-"))
    let next = try #require(first.html.firstMatch(of: /rel="next" href="([^"]+)"/)?.1)
    let second = try await get(String(next), from: store)
    #expect(
      second.html.contains("chat-4-") && !second.html.contains("chat-5-")
        && !second.html.contains("rel=\"next\""))
    #expect(second.html.contains(">First page</a>"))
  }

  @Test func aConversationShowsEverythingInOrder() async throws {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "c",
        spans: [
          turn(1, [.question("first-thing", at: 0), .answer("third-thing", at: 2)]),
          span(2, kind: "tool", from: 1, attributes: #""agentsight.tool.name":"second-thing""#),
          span(3, kind: "button", from: 3, attributes: #""agentsight.button.label":"fourth-thing""#),
        ]))
    let page = try await get("/conversations/1", from: store)
    let positions = try ["first", "second", "third", "fourth"].map { name in
      try #require(page.html.range(of: "\(name)-thing"), "\(name)").lowerBound
    }
    #expect(positions == positions.sorted())
    for second in 0...3 { #expect(page.html.contains("datetime=\"2026-01-31T12:00:0\(second).000000Z\"")) }
    for path in ["/conversations/2", "/conversations/x", "/nothing", "/assets/nothing.css"] {
      #expect(try await get(path, from: store).status == 404, "\(path)")
    }
  }

  @Test func pagesForbidEverythingTheyDoNotNeed() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("c", spans: [turn(1, [.question("q", at: 0)])]))
    let page = try await get("/conversations", from: store)
    let policy = try #require(page.headers[.contentSecurityPolicy])
    #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe"))
    #expect(page.headers[.xContentTypeOptions] == "nosniff")
    #expect(!page.html.contains("<script") && !page.html.contains(" style=") && !page.html.contains("://"))
    #expect(policy.contains("script-src 'self'") && policy.contains("form-action 'self'"))
    let href = try #require(page.html.firstMatch(of: /href="(\/assets\/style-[^"]+)"/)?.1)
    let sheet = try await get(String(href), from: store)
    #expect(sheet.status == 200 && sheet.headers[.contentType] == "text/css; charset=utf-8")
    #expect(sheet.html.contains("prefers-color-scheme: dark"))
  }
}
