import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

@Suite(.serialized) struct SignInTests {
  static let password = "correct horse battery"
  /// Made once, because it takes long.
  static let hash = Result { try PasswordHash.make(of: password) }

  private func browser(_ store: TemporaryStore) async throws -> Browser {
    let link = try await store.store.inviteOperator()
    _ = try await store.store.accept(link, login: "ada", name: "Ada", password: Self.hash.get())
    return Browser(store)
  }

  @Test func everyPageAsksForASignInAndComesBackAfterIt() async throws {
    var browser = try await browser(TemporaryStore())
    let page = try await browser.get("/conversations?page=1")
    #expect(page.status == 303 && page.headers[.location] == "/sign-in?next=/conversations%3Fpage%3D1")
    let form = try await browser.get("/sign-in?next=/conversations%3Fpage%3D1")
    #expect(form.html.contains("name=\"next\" value=\"/conversations?page=1\""))
    let answer = try await browser.post(
      "/sign-in", [("login", "ADA"), ("password", Self.password), ("next", "/conversations?page=1")])
    #expect(answer.status == 303 && answer.headers[.location] == "/conversations?page=1")
    browser.cookie = answer.cookie
    #expect(try await browser.get("/conversations").status == 200)
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:alert(1)"])
  func aSignInLeadsToNoOtherSite(next: String) async throws {
    let browser = try await browser(TemporaryStore())
    let answer = try await browser.post(
      "/sign-in", [("login", "ada"), ("password", Self.password), ("next", next)])
    #expect(answer.status == 303 && answer.headers[.location] == "/")
  }

  @Test func aWrongPasswordAndAnUnknownNameReadTheSame() async throws {
    let browser = try await browser(TemporaryStore())
    let wrong = try await browser.post("/sign-in", [("login", "ada"), ("password", "wrong")])
    let unknown = try await browser.post("/sign-in", [("login", "eve"), ("password", "wrong")])
    #expect(wrong.status == 401 && unknown.status == 401 && wrong.cookie == nil)
    #expect(wrong.html.replacing("ada", with: "eve") == unknown.html)
  }

  @Test func theCookieIsOutOfReachOfScriptsAndOtherSites() async throws {
    let store = try TemporaryStore()
    var browser = try await browser(store)
    let fields = [("login", "ada"), ("password", Self.password)]
    let plain = try #require(try await browser.post("/sign-in", fields).headers[.setCookie])
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] { #expect(plain.contains(part)) }
    browser.isSecure = true
    let secure = try #require(try await browser.post("/sign-in", fields).headers[.setCookie])
    #expect(secure.hasPrefix("__Host-session=") && secure.contains("Secure") && !secure.contains("Domain"))
  }

  @Test func eachSignInBeginsASessionOfItsOwn() async throws {
    let store = try TemporaryStore()
    var browser = try await browser(store)
    // A session that somebody else has put into the browser is not the one that goes on.
    let planted = try await store.operatorCookie()
    browser.cookie = planted
    let answer = try await browser.post("/sign-in", [("login", "ada"), ("password", Self.password)])
    #expect(answer.cookie != nil && answer.cookie != planted)
  }

  @Test func signingOutEndsTheSession() async throws {
    let store = try TemporaryStore()
    let browser = Browser(store, cookie: try await store.operatorCookie())
    let token = try #require(try await browser.get("/conversations").formToken)
    #expect(try await browser.post("/sign-out", [("form_token", token)]).status == 303)
    #expect(try await browser.get("/conversations").headers[.location]?.hasPrefix("/sign-in") == true)
  }

  @Test func guessingIsSlowedDown() async throws {
    let limiter = SignInLimiter()
    let now = ContinuousClock.now
    for _ in 0..<4 { await limiter.noteFailure(of: "ada", now: now) }
    #expect(await limiter.wait(for: "ada", now: now) == .zero)
    await limiter.noteFailure(of: "ADA", now: now)
    #expect(await limiter.wait(for: "ada", now: now) == .seconds(1))
    for _ in 0..<20 { await limiter.noteFailure(of: "ada", now: now) }
    #expect(await limiter.wait(for: "ada", now: now) == .seconds(300))
    #expect(await limiter.wait(for: "bob", now: now) == .zero)
    await limiter.noteSuccess(of: "ada")
    #expect(await limiter.wait(for: "ada", now: now) == .zero)
  }
}
