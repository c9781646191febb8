import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

/// What the forms of the settings do.
@Suite struct SettingsFormTests {
  @Test func aKeyIsShownOnceAndEndsWhenItIsRevoked() async throws {
    let (store, browser, token) = try await owner()
    let made = try await browser.post(
      "/settings/keys", [("form_token", token), ("agent", "New agent"), ("role", "write")])
    let key = try #require(made.html.firstMatch(of: /ags_[0-9a-f]{32}_[0-9a-f]{6}/)).output
    #expect(try await store.store.authenticate(String(key)).agentName == "New agent")
    #expect(try await !browser.get("/settings/keys").html.contains(key))
    let row = try #require(
      try await store.store.keys(of: store.scope(of: "default")).first { $0.agent == "New agent" })
    #expect(try await browser.post("/settings/keys/\(row.id)", [("form_token", token)]).status == 303)
    await #expect(throws: CredentialError.revokedKey) { try await store.store.authenticate(String(key)) }
    let nameless = try await browser.post("/settings/keys", [("form_token", token), ("role", "read")])
    #expect(nameless.status == 422 && nameless.html.contains("1 to 255 characters"))
  }

  @Test func anInvitationLetsSomebodyInAndRolesChange() async throws {
    let (store, browser, token) = try await owner()
    let made = try await browser.post(
      "/settings/people/invite", [("form_token", token), ("role", "viewer"), ("note", "For Kim")])
    let link = try #require(made.html.firstMatch(of: /http:\/\/127\.0\.0\.1:8787\/welcome\/([0-9a-f]{64})/))
    #expect(made.html.contains("For Kim"))
    let secret = try #require(SecretToken(text: String(link.1)))
    let kim = try await store.store.accept(secret, login: "kim", name: "Kim", password: .ofNobody)
    let scope = try await store.scope(of: "default")
    let changed = try await browser.post(
      "/settings/people/\(kim.id)", [("form_token", token), ("role", "editor")])
    #expect(changed.status == 303)
    #expect(try await store.store.people(of: scope).first { $0.person.id == kim.id }?.role == .editor)
    _ = try await browser.post("/settings/people/\(kim.id)", [("form_token", token), ("remove", "1")])
    #expect(try await store.store.people(of: scope).map(\.person.login) == ["owner"])
    // The last owner stays.
    let own = try #require(try await store.store.people(of: scope).first?.person.id)
    let refused = try await browser.post("/settings/people/\(own)", [("form_token", token), ("remove", "1")])
    #expect(refused.status == 422 && refused.html.contains("at least one owner"))
  }

  @Test func aWithdrawnInvitationLetsNobodyIn() async throws {
    let (store, browser, token) = try await owner()
    let scope = try await store.scope(of: "default")
    let link = try await store.store.invite(to: scope, role: .viewer, note: "")
    let id = try #require(try await store.store.invitations(to: scope).first?.id)
    _ = try await browser.post("/settings/invitations/\(id)", [("form_token", token)])
    #expect(try await store.store.invitation(link) == nil)
  }

  @Test func environmentsAreMadeRenamedAndDeleted() async throws {
    let (store, browser, token) = try await owner()
    let scope = try await store.scope(of: "default")
    let agent = try #require(try await store.store.agents(of: scope).first)
    func post(_ action: String, _ slug: String, _ name: String = "") async throws -> Answer {
      try await browser.post(
        "/settings/environments",
        [("form_token", token), ("agent", "\(agent.id)"), ("action", action), ("slug", slug), ("name", name)])
    }
    func names() async throws -> [String] {
      try await store.store.agents(of: scope)[0].environments.map { "\($0.slug) \($0.name)" }
    }
    #expect(try await post("create", "staging").status == 303)
    #expect(try await post("rename", "staging", "Before release").status == 303)
    #expect(
      try await names() == ["production Production", "development Development", "staging Before release"])
    #expect(try await post("create", "staging").html.contains("exists already"))
    #expect(try await post("create", "No spaces").status == 422)
    #expect(try await post("delete", "production").status == 422)
    #expect(try await post("delete", "staging").status == 303)
    #expect(try await post("rename", "staging", "x").status == 404)
    #expect(try await names().count == 2)
  }

  @Test func aShorterRetentionAsksOnceMore() async throws {
    let (store, browser, token) = try await owner()
    let scope = try await store.scope(of: "default")
    func post(_ all: String, _ production: String, _ more: [(String, String)] = []) async throws -> Answer {
      try await browser.post(
        "/settings/retention",
        [("form_token", token), ("days_", all), ("days_production", production)] + more)
    }
    #expect(try await post("30", "").status == 422)
    #expect(try await store.store.retention(of: scope) == [:])
    #expect(try await post("30", "", [("confirm", "1")]).status == 303)
    #expect(try await post("60", "90").status == 303, "keeping more asks nothing")
    #expect(try await store.store.retention(of: scope) == ["": 60, "production": 90])
    #expect(try await post("60", "").status == 422, "production would fall back to 60 days")
    #expect(try await post("", "").status == 303)
    for wrong in ["0", "-1", "x", "36501", "1.5"] {
      let answer = try await post(wrong, "", [("confirm", "1")])
      #expect(answer.status == 422 && answer.html.contains("1 to 36500"), "\(wrong)")
    }
    #expect(try await store.store.retention(of: scope) == [:])
  }

  @Test func escalationNamesAndTimeZone() async throws {
    let (store, browser, token) = try await owner()
    let scope = try await store.scope(of: "default")
    let saved = try await browser.post(
      "/settings/figures",
      [("form_token", token), ("time_zone", "Asia/Tokyo"), ("escalation_names", "call_me\r\n hand over,x")])
    #expect(saved.status == 303)
    let settings = try await store.store.brand(of: scope).settings
    #expect(settings.timeZone == "Asia/Tokyo" && settings.escalationNames == ["call_me", "hand over", "x"])
    let wrong = try await browser.post(
      "/settings/figures", [("form_token", token), ("time_zone", "Mars/Base")])
    #expect(wrong.status == 422 && wrong.html.contains("Mars/Base"))
    _ = try await browser.post("/settings/figures", [("form_token", token)])
    #expect(try await store.store.brand(of: scope).settings == ClientSettings())
  }
}
