import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

/// Owners set their own client up; nobody else can, and nobody reaches another client.
@Suite struct SettingsTests {
  static let pages = ["brand", "people", "keys", "environments", "retention", "figures"]

  @Test(arguments: [ClientRole.viewer, .editor])
  func whoeverIsNoOwnerIsToldSo(role: ClientRole) async throws {
    let store = try TemporaryStore()
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: role))
    let before = try store.dump()
    let token = try #require(try await browser.get("/conversations").formToken)
    for page in Self.pages.map({ "/settings/\($0)" }) + ["/settings"] {
      let answer = try await browser.get(page)
      #expect(
        answer.status == 403 && answer.html.contains("owner") && answer.html.contains("Sign out"), "\(page)")
    }
    for (method, path) in UnsafeRouteTests.routes where path.hasPrefix("/settings/") {
      let status = try await browser.send(method, path, "form_token=\(token)").status
      #expect(status == (path == "/settings/clients" ? 404 : 403), "\(path)")
    }
    #expect(try await !browser.get("/conversations").html.contains("href=\"/settings\""))
    #expect(try store.dump() == before)
  }

  @Test func anOwnerSeesEveryPage() async throws {
    let (_, browser, _) = try await owner()
    for page in Self.pages {
      let answer = try await browser.get("/settings/\(page)")
      #expect(answer.status == 200 && answer.html.contains("aria-current=\"page\""), "\(page)")
    }
    #expect(try await browser.get("/settings").headers[.location] == "/settings/brand")
    #expect(try await browser.get("/settings/clients").status == 404)
  }

  @Test func anOperatorChoosesAClientFirst() async throws {
    let store = try TemporaryStore()
    let browser = Browser(store, cookie: try await store.operatorCookie())
    #expect(try await browser.get("/settings").headers[.location] == "/settings/clients")
    #expect(try await browser.get("/settings/keys").status == 400)
    let page = try await browser.get("/settings/clients")
    let token = try #require(page.formToken)
    let made = try await browser.post("/settings/clients", [("form_token", token), ("name", "Acme")])
    #expect(made.headers[.location] == "/settings/brand")
    #expect(try await browser.get("/settings/brand").html.contains("Acme"))
    let again = try await browser.post("/settings/clients", [("form_token", token), ("name", "Acme")])
    #expect(again.status == 422 && again.html.contains("exists already"))
  }

  /// Every id of another client, on every route that takes one.
  @Test func anOwnerReachesNoOtherClient() async throws {
    let (store, browser, token) = try await owner()
    _ = try store.store.createKey(agent: "Stranger7f3a's agent", client: "Stranger7f3a")
    let canary = try await store.scope(of: "Stranger7f3a")
    _ = try await store.cookie(login: "eve", role: .viewer, in: "Stranger7f3a")
    _ = try await store.store.invite(to: canary, role: .viewer, note: "stranger7f3a")
    let person = try #require(try await store.store.people(of: canary).first?.person.id)
    let agent = try #require(try await store.store.agents(of: canary).first?.id)
    let key = try #require(try await store.store.keys(of: canary).first?.id)
    let invitation = try #require(try await store.store.invitations(to: canary).first?.id)
    let before = try store.dump()
    let attempts: [(String, [(String, String)])] = [
      ("people/\(person)", [("role", "owner")]), ("people/\(person)", [("remove", "1")]),
      ("invitations/\(invitation)", []), ("keys/\(key)", []),
      ("environments", [("agent", "\(agent)"), ("action", "create"), ("slug", "x")]),
      ("environments", [("agent", "\(agent)"), ("action", "rename"), ("slug", "production"), ("name", "x")]),
      ("environments", [("agent", "\(agent)"), ("action", "delete"), ("slug", "production")]),
    ]
    for (path, fields) in attempts {
      let answer = try await browser.post("/settings/\(path)", fields + [("form_token", token)])
      // Withdrawing what is not there is no error.
      #expect(answer.status == (path.hasPrefix("invitations") ? 303 : 404), "\(path) \(fields)")
    }
    #expect(try store.dump() == before)
    for page in Self.pages {
      #expect(
        try await !browser.get("/settings/\(page)").html.lowercased().contains("stranger7f3a"), "\(page)")
    }
  }
}

/// A store whose client `default` has an owner, who has signed in.
func owner() async throws -> (store: TemporaryStore, browser: Browser, token: String) {
  let store = try TemporaryStore()
  let browser = Browser(store, cookie: try await store.cookie(login: "owner", role: .owner))
  return (store, browser, try #require(try await browser.get("/conversations").formToken))
}
