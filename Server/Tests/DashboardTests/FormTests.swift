import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

/// Other sites' forms change nothing here.
@Suite struct FormTests {
  private func signedIn() async throws -> (browser: Browser, token: String) {
    let store = try TemporaryStore()
    let browser = Browser(store, cookie: try await store.operatorCookie())
    return (browser, try #require(try await browser.get("/conversations").formToken))
  }

  @Test func aFormWithoutItsTokenIsRefused() async throws {
    let (browser, token) = try await signedIn()
    let other = try await signedIn()
    for wrong in [nil, "", (token.first == "0" ? "1" : "0") + token.dropFirst(), other.token] {
      let fields = wrong.map { [("form_token", $0)] } ?? []
      #expect(try await browser.post("/sign-out", fields).status == 403, "\(wrong ?? "none")")
    }
    #expect(try await browser.get("/conversations").status == 200)
  }

  @Test(arguments: ["https://evil.example", "null", "http://127.0.0.1:8788", "http://127.0.0.1"])
  func aFormFromAnotherOriginIsRefused(origin: String) async throws {
    let (browser, token) = try await signedIn()
    let answer = try await browser.post("/sign-out", [("form_token", token)], headers: [.origin: origin])
    #expect(answer.status == 403)
    let door = try await browser.post("/sign-in", [("login", "a")], headers: [.origin: origin])
    #expect(door.status == 403)
  }

  @Test func aFormThatTheBrowserCallsForeignIsRefused() async throws {
    let (browser, token) = try await signedIn()
    for site in ["cross-site", "same-site"] {
      let answer = try await browser.post(
        "/sign-out", [("form_token", token)], headers: [.init("Sec-Fetch-Site")!: site])
      #expect(answer.status == 403, "\(site)")
    }
  }

  @Test func ourOwnOriginIsAccepted() async throws {
    let (browser, token) = try await signedIn()
    let answer = try await browser.post(
      "/sign-out", [("form_token", token)],
      headers: [.origin: "http://127.0.0.1:8787", .init("Sec-Fetch-Site")!: "same-origin"])
    #expect(answer.status == 303)
  }

  @Test func fieldsAreReadAsBrowsersWriteThem() {
    let form = Form("a=1+2%263&b=%C3%A4&c&d=%zz%4&a=second&=empty")
    #expect(form["a"] == "1 2&3" && form["b"] == "ä" && form["c"] == "" && form["d"] == "%zz%4")
    #expect(form["e"] == nil && form.text("e") == "")
    #expect(Form("a=+%20x+y%0A").text("a") == "x y")
  }
}
