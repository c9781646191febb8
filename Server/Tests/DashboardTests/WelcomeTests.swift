import CollectorStore
import TestSupport
import Testing

@Suite(.serialized) struct WelcomeTests {
  private let account = [("login", "ada"), ("name", "Ada"), ("password", "correct horse battery")]

  @Test func theSetUpLinkWorksOnce() async throws {
    let store = try TemporaryStore()
    let path = "/welcome/\(try await store.store.inviteOperator().text)"
    var browser = Browser(store)
    #expect(try await browser.get(path).status == 200)
    let answer = try await browser.post(path, account)
    #expect(answer.status == 303)
    browser.cookie = answer.cookie
    #expect(try await browser.get("/conversations").status == 200)
    #expect(try await browser.get(path).status == 404)
    #expect(try await browser.post(path, [("login", "eve")] + account.dropFirst()).status == 404)
  }

  @Test func aNewSetUpLinkEndsTheOneBefore() async throws {
    let store = try TemporaryStore()
    let first = try await store.store.inviteOperator()
    _ = try await store.store.inviteOperator()
    #expect(try await Browser(store).get("/welcome/\(first.text)").status == 404)
  }

  @Test func anInvitationEnds() async throws {
    let store = try TemporaryStore()
    let weekAgo = Timestamp(microseconds: Timestamp.now().microseconds - 7 * 86_400_000_000)
    let link = try await store.store.invite(
      to: store.scope(of: "default"), role: .viewer, note: "", now: weekAgo)
    #expect(try await Browser(store).get("/welcome/\(link.text)").status == 404)
  }

  @Test(
    arguments: [
      ("login", "two words", "sign-in name must"), ("login", "", "sign-in name must"),
      ("name", " ", "The name must"), ("password", "short", "at least 10"), ("login", "TAKEN", "is taken"),
    ])
  func whatIsWrongIsSaidAndTheLinkStays(field: String, value: String, message: String) async throws {
    let store = try TemporaryStore()
    _ = try await store.cookie(login: "taken", role: .viewer)
    let path = "/welcome/\(try await store.store.inviteOperator().text)"
    let fields = account.map { ($0.0, $0.0 == field ? value : $0.1) }
    let answer = try await Browser(store).post(path, fields)
    #expect(answer.status == 422 && answer.html.contains(message), "\(answer.html)")
    #expect(try await Browser(store).post(path, account).status == 303)
  }

  @Test func somebodyWithAnAccountJoinsWithIt() async throws {
    let store = try TemporaryStore()
    _ = try store.store.createKey(agent: "Desk", client: "Other")
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: .viewer))
    let link = try await store.store.invite(to: store.scope(of: "Other"), role: .editor, note: "")
    let form = try await browser.get("/welcome/\(link.text)")
    #expect(form.html.contains("Join as ada"))
    let foreign = try await browser.post("/welcome/\(link.text)", [("join", "1"), ("form_token", "0")])
    #expect(foreign.status == 403)
    let token = try #require(form.formToken)
    let answer = try await browser.post("/welcome/\(link.text)", [("join", "1"), ("form_token", token)])
    #expect(answer.status == 303)
    #expect(try await browser.get("/conversations").html.contains(">Other</option>"))
  }
}
