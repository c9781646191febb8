import CollectorStore
import Dashboard
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct DashboardTests {
  struct Answer {
    let status: Int
    let html: String
    let headers: HTTPFields
  }

  private func get(
    _ path: String, from store: TemporaryStore, access: Dashboard.Access = .thisMachine(OperatorScope()),
    authority: String = "127.0.0.1:8787"
  ) async throws -> Answer {
    let router = Router()
    router.add(middleware: FixedAuthority(authority: authority))
    Dashboard(store: store.store, access: access).addRoutes(to: router)
    return try await Application(router: router).test(.router) { client in
      return try await client.execute(uri: path, method: .get) { response in
        Answer(
          status: response.status.code, html: String(buffer: response.body), headers: response.headers)
      }
    }
  }

  @Test func theListIsNewestFirstAndPaged() async throws {
    let store = try TemporaryStore()
    #expect(try await get("/", from: store).html.contains("agentsight keys create"))
    var batch = Batch()
    for index in 0..<35 {
      batch = batch.with("chat-\(index)-", spans: [turn(1, [.question("q", at: index)])])
    }
    try await store.ingest(batch)
    let first = try await get("/", from: store)
    #expect(first.status == 200 && first.html.contains("35 conversations"))
    let newest = try #require(first.html.range(of: "chat-34-"))
    let older = try #require(first.html.range(of: "chat-33-"))
    #expect(newest.lowerBound < older.lowerBound && !first.html.contains("chat-4-"))
    #expect(first.html.contains("/?page=2"))
    let second = try await get("/?page=2", from: store)
    #expect(second.html.contains("chat-4-") && !second.html.contains("page=3"))
    #expect(try await get("/?page=3", from: store).status == 404)
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

  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "{{title}} {{{body}}}",
    "\"\u{301} onmouseover=alert(1) x=\"\u{301}", "<\u{200D}b>", "&lt;b&gt;", "</title><b>",
    "a\u{0}b\u{1B}[2Jc\u{9B}",
  ]

  @Test(arguments: hostile)
  func textCannotBecomeMarkup(text: String) async throws {
    let store = try TemporaryStore()
    let json = quoted(text)
    let text255 =
      #""name":\#(json),"customer_id":\#(json),"device":\#(json),"language":\#(json),"metadata":{\#(json):1}"#
    try await store.ingest(
      Batch().with(
        text, fields: text255,
        spans: [
          turn(1, [.question(text, at: 0), .answer(text, at: 1)]),
          span(
            2, kind: "tool", from: 1,
            attributes: #"""
              "agentsight.tool.name":\#(json),"agentsight.tool.arguments":\#(json),
              "agentsight.tool.response":\#(json),"agentsight.tool.error":\#(json),"agentsight.metadata":\#(json)
              """#),
          span(
            3, kind: "button", from: 1,
            attributes:
              #""agentsight.button.label":\#(json),"agentsight.button.event":\#(json),"agentsight.button.value":\#(json)"#
          ),
        ]))
    for path in ["/", "/conversations/1"] {
      let page = try await get(path, from: store)
      #expect(page.status == 200)
      let expected = try await get(path, from: try await harmlessTwin())
      #expect(tags(page.html) == tags(expected.html), "\(path)")
      let controls = page.html.unicodeScalars.filter {
        $0.properties.generalCategory == .control && $0 != "\n"
      }
      #expect(controls.isEmpty)
    }
  }

  /// The same conversation with harmless text: the hostile one must have the same markup.
  private func harmlessTwin() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "x", fields: #""name":"x","customer_id":"x","device":"x","language":"x","metadata":{"x":1}"#,
        spans: [
          turn(1, [.question("x", at: 0), .answer("x", at: 1)]),
          span(
            2, kind: "tool", from: 1,
            attributes: #"""
              "agentsight.tool.name":"x","agentsight.tool.arguments":"x","agentsight.tool.response":"x",
              "agentsight.tool.error":"x","agentsight.metadata":"x"
              """#),
          span(
            3, kind: "button", from: 1,
            attributes:
              #""agentsight.button.label":"x","agentsight.button.event":"x","agentsight.button.value":"x""#),
        ]))
    return store
  }

  /// What stands between angle brackets, scalar by scalar, as a browser's tokenizer sees it.
  private func tags(_ html: String) -> [String] {
    var tags: [String] = []
    var current: String.UnicodeScalarView?
    for scalar in html.unicodeScalars {
      if scalar == "<" { current = .init() }
      current?.append(scalar)
      if scalar == ">", let tag = current {
        tags.append(String(tag))
        current = nil
      }
    }
    return tags
  }

  @Test func pagesForbidEverythingTheyDoNotNeed() async throws {
    let store = try TemporaryStore()
    let page = try await get("/", from: store)
    let policy = try #require(page.headers[.contentSecurityPolicy])
    #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe") && !policy.contains("script-src"))
    #expect(page.headers[.xContentTypeOptions] == "nosniff")
    #expect(!page.html.contains("<script") && !page.html.contains(" style=") && !page.html.contains("://"))
    let href = try #require(page.html.firstMatch(of: /href="(\/assets\/style-[^"]+)"/)?.1)
    let sheet = try await get(String(href), from: store)
    #expect(sheet.status == 200 && sheet.headers[.contentType] == "text/css; charset=utf-8")
    #expect(sheet.html.contains("prefers-color-scheme: dark"))
  }

  @Test(arguments: ["evil.example", "127.0.0.1.evil.example:8787", "192.168.0.1", "[::2]:80", "127.evil", ""])
  func anotherSitesNameForThisMachineIsRefused(authority: String) async throws {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("secret", spans: [turn(1, [.question("secret", at: 0)])]))
    let page = try await get("/", from: store, authority: authority)
    #expect(page.status == 421 && !page.html.contains("secret"))
  }

  @Test(arguments: ["localhost:1", "LOCALHOST", "127.0.0.1", "127.1.2.3:80", "[::1]:8787", "[::1]"])
  func namesOfThisMachineAreAccepted(authority: String) async throws {
    #expect(try await get("/", from: try TemporaryStore(), authority: authority).status == 200)
  }

  @Test(arguments: ["/", "/conversations/1"])
  func nobodySeesThePagesOfAReachableCollector(path: String) async throws {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("secret", spans: [turn(1, [.question("secret", at: 0)])]))
    let page = try await get(path, from: store, access: .nobody)
    #expect(page.status == 403 && !page.html.contains("secret") && page.html.contains("agentsight show"))
  }
}

/// Gives requests the Host header of the test: the test client's is always `localhost`.
private struct FixedAuthority<Context: RequestContext>: RouterMiddleware {
  let authority: String

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var head = request.head
    head.authority = authority
    return try await next(Request(head: head, body: request.body), context)
  }
}
