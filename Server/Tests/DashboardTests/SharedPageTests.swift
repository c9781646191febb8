import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

/// Links to one conversation, for people without an account.
@Suite struct SharedPageTests {
  private func shared() async throws -> (store: TemporaryStore, editor: Browser, token: String, path: String)
  {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "c", fields: #""customer_id":"secret-customer","metadata":{"secret-key":1},"name":"Booking""#,
        spans: [
          turn(1, [.question("hello there", at: 0), .answer("good day", at: 1)]),
          span(
            2, kind: "tool", from: 1,
            attributes: #"""
              "agentsight.tool.name":"look_up","agentsight.tool.arguments":"secret-arguments",
              "agentsight.tool.error":"secret-error"
              """#),
        ]))
    try await store.ingest(Batch().with("other", spans: [turn(1, [.question("another talk", at: 0)])]))
    let editor = Browser(store, cookie: try await store.cookie(login: "ed", role: .editor))
    let token = try #require(try await editor.get("/conversations/1").formToken)
    let made = try await editor.post("/conversations/1/share", [("form_token", token), ("days", "7")])
    #expect(made.status == 200)
    let link = try #require(made.html.firstMatch(of: /http:\/\/127.0.0.1:8787(\/shared\/[0-9a-f]{64})/)?.1)
    return (store, editor, token, String(link))
  }

  @Test func aLinkShowsItsConversationAndNothingElse() async throws {
    let (store, _, _, path) = try await shared()
    let page = try await Browser(store).get(path)
    #expect(page.status == 200 && page.html.contains("hello there") && page.html.contains("look_up"))
    for secret in ["secret", "another talk", "/conversations", "/overview", "<form", ">ed<", "Shop"] {
      #expect(!page.html.contains(secret), "\(secret)")
    }
    #expect(page.headers[.init("X-Robots-Tag")!]?.contains("noindex") == true)
    #expect(page.html.contains("name=\"robots\" content=\"noindex\""))
    #expect(
      page.headers[.init("Referrer-Policy")!] == "no-referrer" && page.headers[.cacheControl] == "no-store")
    // It opens nothing else.
    let guest = Browser(store)
    for other in ["/conversations/1", "/conversations/2", "/overview"] {
      #expect(try await guest.get(other).status == 303)
    }
  }

  @Test func aSharedPageCarriesItsClientsBrand() async throws {
    let (store, _, _, path) = try await shared()
    var draft = BrandDraft()
    draft.displayName = "Tables & More"
    try await store.store.setBrand(of: store.scope(of: "default"), to: draft)
    #expect(
      try await Browser(store, authority: "anywhere.example").get(path).html.contains("Tables &amp; More</a>")
    )
  }

  @Test func aRevokedLinkIsClosedFromTheNextRequestOn() async throws {
    let (store, editor, token, path) = try await shared()
    let page = try await editor.get("/conversations/1")
    #expect(!page.html.contains("/shared/"))
    let id = try #require(page.html.firstMatch(of: /name="share" value="(\d+)"/)?.1)
    // Through another conversation it cannot be revoked.
    _ = try await editor.post("/conversations/2/unshare", [("form_token", token), ("share", String(id))])
    #expect(try await Browser(store).get(path).status == 200)
    _ = try await editor.post("/conversations/1/unshare", [("form_token", token), ("share", String(id))])
    #expect(try await Browser(store).get(path).status == 404)
  }

  @Test func aLinkEndsWithItsTimeAndWithItsConversation() async throws {
    let (store, _, _, path) = try await shared()
    let token = try #require(SecretToken(text: String(path.suffix(64))))
    let week = Timestamp(microseconds: Timestamp.now().microseconds + 7 * 86_400_000_000 + 1_000_000)
    #expect(try await store.store.shared(token) != nil)
    #expect(try await store.store.shared(token, now: week) == nil)
    _ = try await store.store.delete(1, for: store.credential().scope)
    #expect(try await Browser(store).get(path).status == 404)
  }

  @Test func aGuessOpensNothingAndTheDatabaseDoesNotTellTheLink() async throws {
    let (store, _, _, path) = try await shared()
    let text = String(path.suffix(64))
    #expect(SecretToken(text: text) != nil)
    for wrong in [
      String(repeating: "0", count: 64), String(text.dropLast()) + (text.hasSuffix("0") ? "1" : "0"), "x", "",
    ] {
      #expect(try await Browser(store).get("/shared/\(wrong)").status == 404, "\(wrong)")
    }
    #expect(try store.dump().allSatisfy { !$0.contains(text) })
  }

  @Test func onlyTheLifetimesOfferedCanBeAskedFor() async throws {
    let (_, editor, token, _) = try await shared()
    for days in ["0", "-1", "36500", "x", ""] {
      let answer = try await editor.post("/conversations/1/share", [("form_token", token), ("days", days)])
      #expect(answer.status == 404, "\(days)")
    }
  }
}
