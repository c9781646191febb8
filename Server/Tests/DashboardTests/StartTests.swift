import CollectorStore
import TestSupport
import Testing

/// The page before the first conversation.
@Suite struct StartTests {
  @Test(arguments: ["/overview", "/conversations", "/live"])
  func itShowsHowToSendTheFirstConversationAndThenTheDashboard(path: String) async throws {
    let store = try TemporaryStore()
    let other = try store.store.createKey(agent: "Other", client: "Other client")
    try await store.ingest(Batch().with("theirs", spans: [turn(1, [.question("q", at: 0)])]), key: other)
    let browser = Browser(
      store, cookie: try await store.cookie(login: "ada", role: .viewer), authority: "chats.example")
    let start = try await browser.get(path)
    #expect(start.status == 200)
    for text in [
      "trackQuestion(", "track_question(", "ags_track_question(",
      "AGENTSIGHT_API_ENDPOINT=http://chats.example",
      "agentsight keys create --agent NAME", #"data-events="/live/events?after=1" data-arrival="/overview""#,
      #"<a href="/">"#,
    ] { #expect(start.html.contains(text), "\(text)") }
    try await store.ingest(Batch().with("ours", spans: [turn(1, [.question("q", at: 0)])]))
    let later = try await browser.get(path)
    #expect(later.status == 200 && !later.html.contains("ags_track_question("))
  }

  @Test(arguments: [(ClientRole.owner, true), (.editor, false)])
  func whoMayMakeKeysIsLedThere(role: ClientRole, isLed: Bool) async throws {
    let store = try TemporaryStore()
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: role))
    for path in ["/overview", "/overview?days=7"] {
      #expect(try await browser.get(path).html.contains(#"<a href="/settings/keys">make one</a>"#) == isLed)
    }
  }

  @Test func theOperatorOfAllClientsIsLedToThem() async throws {
    let html = try await get("/overview", from: TemporaryStore()).html
    #expect(html.contains(#"<a href="/settings/clients">make one</a>"#))
  }

  @Test func behindTLSTheEndpointSaysSo() async throws {
    let store = try TemporaryStore()
    let cookie = try await store.cookie(login: "ada", role: .viewer).replacing(
      "session=", with: "__Host-session=")
    let page = try await Browser(store, cookie: cookie, authority: "chats.example", isSecure: true).get(
      "/overview")
    #expect(page.html.contains("AGENTSIGHT_API_ENDPOINT=https://chats.example"))
  }
}
