import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

/// Changing one's own password, and signing out elsewhere.
@Suite(.serialized) struct AccountTests {
  private static let new = "staple battery horse"

  /// Ada, who has signed in here and in another browser, and the token of her forms here.
  private func ada() async throws -> (here: Browser, elsewhere: Browser, token: String, store: TemporaryStore)
  {
    let store = try TemporaryStore()
    let link = try await store.store.invite(
      to: store.scope(of: "default"), role: .viewer, note: "")
    let person = try await store.store.accept(
      link, login: "ada", name: "Ada", password: SignInTests.hash.get())
    var browsers: [Browser] = []
    for _ in 0..<2 {
      let session = try await store.store.startSession(of: person)
      browsers.append(Browser(store, cookie: "session=\(session.text)"))
    }
    let token = try #require(try await browsers[0].get("/account").formToken)
    return (browsers[0], browsers[1], token, store)
  }

  private func fields(_ token: String, present: String = SignInTests.password, repeated: String = new)
    -> [(String, String)]
  {
    [("form_token", token), ("present", present), ("password", Self.new), ("repeated", repeated)]
  }

  private func isSignedIn(_ browser: Browser) async throws -> Bool {
    try await browser.get("/conversations").status == 200
  }

  @Test func aNewPasswordEndsTheOtherSessionsAndTheOldPassword() async throws {
    let (here, elsewhere, token, store) = try await ada()
    let answer = try await here.post("/account/password", fields(token))
    #expect(answer.status == 303 && answer.headers[.location] == "/account?done=password")
    #expect(try await here.get("/account?done=password").html.contains("The password is changed."))
    #expect(try await isSignedIn(here))
    #expect(try await !isSignedIn(elsewhere))
    let door = Browser(store)
    for (password, status) in [(SignInTests.password, 401), (Self.new, 303)] {
      #expect(try await door.post("/sign-in", [("login", "ada"), ("password", password)]).status == status)
    }
  }

  @Test func nothingChangesWithoutThePresentPassword() async throws {
    let (here, elsewhere, token, store) = try await ada()
    let before = try store.dump()
    for present in ["", "wrong", Self.new] {
      let answer = try await here.post("/account/password", fields(token, present: present))
      #expect(answer.status == 422 && answer.html.contains("not your present password"), "\(present)")
    }
    #expect(try store.dump() == before)
    #expect(try await isSignedIn(elsewhere))
  }

  @Test func aPasswordThatCannotBeTakenChangesNothing() async throws {
    let (here, _, token, store) = try await ada()
    let before = try store.dump()
    let mistyped = try await here.post("/account/password", fields(token, repeated: "staple battery hors"))
    #expect(mistyped.status == 422 && mistyped.html.contains("not the same as the new password"))
    let short = try await here.post(
      "/account/password",
      [("form_token", token), ("present", SignInTests.password), ("password", "ada"), ("repeated", "ada")])
    #expect(short.status == 422 && short.html.contains("must have 10 to 256 characters"))
    #expect(try store.dump() == before)
  }

  /// Every other route is walked by `UnsafeRouteTests`; here the form is right but for its token.
  @Test func anotherSitesFormChangesNothing() async throws {
    let (here, elsewhere, token, store) = try await ada()
    let before = try store.dump()
    for fields in [Array(fields(token).dropFirst()), fields(String(repeating: "0", count: 64))] {
      #expect(try await here.post("/account/password", fields).status == 403)
      #expect(try await here.post("/account/sessions", fields).status == 403)
    }
    let foreign = try await here.post(
      "/account/password", fields(token), headers: [.origin: "https://evil.example"])
    #expect(foreign.status == 403)
    #expect(try store.dump() == before)
    #expect(try await isSignedIn(elsewhere))
  }

  @Test func guessingThePresentPasswordIsSlowedDownAndLeavesTheDoorOpen() async throws {
    let (_, _, token, store) = try await ada()
    let person = try #require(try await store.store.signInCandidate(login: "ada")?.person)
    let session = try await store.store.startSession(of: person)
    let dashboard = Dashboard(store: store.store, isSecure: false)
    let here = Browser(store, cookie: "session=\(session.text)")
    var statuses: [Int] = []
    let own = session.derived(for: "forms")
    for _ in 0..<6 {
      let body = "form_token=\(own)&present=wrong&password=x&repeated=x"
      statuses.append(try await here.send(.post, "/account/password", body, to: dashboard).status)
    }
    #expect(statuses == [422, 422, 422, 422, 422, 429] && own != token)
    let door = try await Browser(store).send(
      .post, "/sign-in", "login=ada&password=\(SignInTests.password.replacing(" ", with: "+"))", to: dashboard
    )
    #expect(door.status == 303)
  }

  @Test func signingOutElsewhereLeavesThePassword() async throws {
    let (here, elsewhere, token, store) = try await ada()
    #expect(try await here.get("/account").html.contains("You are signed in with 1 other browser."))
    // Somebody else's sessions are nobody's business.
    let bob = Browser(store, cookie: try await store.cookie(login: "bob", role: .viewer))
    #expect(try await here.post("/account/sessions", [("form_token", token)]).status == 303)
    #expect(try await here.get("/account").html.contains("You are signed in nowhere else."))
    #expect(try await isSignedIn(here))
    #expect(try await !isSignedIn(elsewhere))
    #expect(try await isSignedIn(bob))
    let door = try await Browser(store).post(
      "/sign-in", [("login", "ada"), ("password", SignInTests.password)])
    #expect(door.status == 303)
  }
}
