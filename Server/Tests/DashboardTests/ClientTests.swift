import CollectorStore
import TestSupport
import Testing

/// Each client's people see their own agents and brand, and nothing of anybody else's.
@Suite struct ClientTests {
  private func twoClients() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    let other = try store.store.createKey(agent: "Canary agent", client: "Canary client")
    try await store.ingest(Batch().with("ours", spans: [turn(1, [.question("our question", at: 0)])]))
    try await store.ingest(
      Batch().with("canary", spans: [turn(1, [.question("canary question", at: 0)])]), key: other)
    return store
  }

  @Test(arguments: ClientRole.allCases)
  func aMemberSeesOneClientAlone(role: ClientRole) async throws {
    let store = try await twoClients()
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: role))
    let list = try await browser.get("/conversations")
    #expect(list.html.contains("ours") && !list.html.lowercased().contains("canary"))
    #expect(list.html.contains("<p>1 conversation</p>"))
    #expect(try await browser.get("/conversations/1").status == 200)
    #expect(try await browser.get("/conversations/2").status == 404)
    // Choosing a client that one does not belong to changes nothing.
    let token = try #require(list.formToken)
    let id = try await store.scope(of: "Canary client").id
    _ = try await browser.post("/choose-client", [("client", "\(id)"), ("form_token", token)])
    #expect(try await !browser.get("/conversations").html.lowercased().contains("canary"))
  }

  @Test func anOperatorSeesAllOrOne() async throws {
    let store = try await twoClients()
    let browser = Browser(store, cookie: try await store.operatorCookie())
    let all = try await browser.get("/conversations")
    #expect(all.html.contains("ours") && all.html.contains("canary"))
    let id = try await store.scope(of: "Canary client").id
    let token = try #require(all.formToken)
    _ = try await browser.post("/choose-client", [("client", "\(id)"), ("form_token", token)])
    let one = try await browser.get("/conversations")
    #expect(!one.html.contains("ours") && one.html.contains("canary"))
    #expect(try await browser.get("/conversations/1").status == 404)
  }

  @Test func aMembershipThatIsTakenAwayCountsAtOnce() async throws {
    let store = try await twoClients()
    _ = try await store.cookie(login: "owner", role: .owner)
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: .viewer))
    #expect(try await browser.get("/conversations").status == 200)
    let scope = try await store.scope(of: "default")
    let ada = try #require(try await store.store.people(of: scope).first { $0.person.login == "ada" })
    try await store.store.setRole(of: ada.person.id, to: nil, in: scope)
    #expect(try await browser.get("/conversations").status == 303)
  }

  @Test func theLastOwnerStays() async throws {
    let store = try await twoClients()
    _ = try await store.cookie(login: "owner", role: .owner)
    let scope = try await store.scope(of: "default")
    let owner = try #require(try await store.store.people(of: scope).first?.person)
    for role in [nil, ClientRole.viewer] {
      await #expect(throws: PersonError.lastOwner) {
        try await store.store.setRole(of: owner.id, to: role, in: scope)
      }
    }
  }

  @Test func aBrandGreetsAtItsHost() async throws {
    let store = try await twoClients()
    var draft = BrandDraft()
    draft.displayName = "Acme Chats"
    draft.host = "chats.acme.example"
    draft.accent = "#7a1fa2"
    draft.signInText = "Ask Kim for an account."
    try await store.store.setBrand(of: store.scope(of: "default"), to: draft)
    let door = try await Browser(store, authority: "CHATS.acme.example:443").get("/sign-in")
    #expect(door.html.contains("Sign in to Acme Chats") && door.html.contains("Ask Kim"))
    #expect(door.html.contains("brand-7a1fa2-") && !door.html.contains("AgentSight"))
    let missing = try await Browser(store, authority: "chats.acme.example").get("/nothing")
    #expect(missing.status == 404 && missing.html.contains("Acme Chats"))
    let elsewhere = try await Browser(store).get("/sign-in")
    #expect(!elsewhere.html.contains("Acme"))
    // Somebody of another client is nobody here.
    let stranger = Browser(
      store, cookie: try await store.cookie(login: "eve", role: .owner, in: "Canary client"),
      authority: "chats.acme.example")
    #expect(try await stranger.get("/conversations").status == 403)
  }
}
