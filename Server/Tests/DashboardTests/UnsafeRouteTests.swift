import CollectorStore
import Hummingbird
import TestSupport
import Testing

@testable import Dashboard

/// Every route that changes something, from the router itself: nothing happens without the session's own form.
@Suite struct UnsafeRouteTests {
  static let routes: [(method: HTTPRequest.Method, path: String)] = {
    guard let store = try? TemporaryStore() else { return [] }
    let router = Router()
    Dashboard(store: store.store, isSecure: false).addRoutes(to: router)
    return router.routes.filter { isUnsafe($0.method) }.map { route in
      let parts = "\(route.path)".split(separator: "/").map { part in
        switch part {
        case ":token", "{token}": String(repeating: "a", count: 64)
        default: part.first == ":" || part.first == "{" ? "1" : String(part)
        }
      }
      return (route.method, "/" + parts.joined(separator: "/"))
    }
  }()

  /// Where nobody has signed in yet.
  private static func isDoor(_ path: String) -> Bool { path == "/sign-in" || path.hasPrefix("/welcome/") }

  @Test func thereAreRoutesToWalk() {
    let paths = Set(Self.routes.map(\.path))
    for path in ["/sign-in", "/sign-out", "/settings/brand", "/settings/keys/1", "/settings/people/1"] {
      #expect(paths.contains(path))
    }
  }

  @Test(arguments: ClientRole.allCases)
  func nothingHappensWithoutTheFormsToken(role: ClientRole) async throws {
    let store = try TemporaryStore()
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: role))
    let before = try store.dump()
    for (method, path) in Self.routes where !Self.isDoor(path) {
      for token in ["", "form_token=", "form_token=" + String(repeating: "0", count: 64)] {
        let answer = try await browser.send(method, path, token)
        #expect(answer.status == 403, "\(method) \(path) \(token)")
      }
    }
    #expect(try store.dump() == before)
  }

  @Test func nothingHappensForAnotherSitesForm() async throws {
    let store = try TemporaryStore()
    let browser = Browser(store, cookie: try await store.operatorCookie())
    let token = try #require(try await browser.get("/conversations").formToken)
    let before = try store.dump()
    for (method, path) in Self.routes {
      let foreign: [HTTPFields] = [
        [.origin: "https://evil.example"], [.origin: "null"], [.init("Sec-Fetch-Site")!: "cross-site"],
        [.init("Sec-Fetch-Site")!: "same-site"],
      ]
      for headers in foreign {
        let answer = try await browser.send(method, path, "form_token=\(token)", headers)
        #expect(answer.status == 403, "\(method) \(path) \(headers)")
      }
    }
    #expect(try store.dump() == before)
  }

  @Test func nothingHappensWithoutASession() async throws {
    let store = try TemporaryStore()
    let before = try store.dump()
    for (method, path) in Self.routes where !Self.isDoor(path) {
      let answer = try await Browser(store).send(method, path)
      #expect(answer.status == 303 && answer.headers[.location]?.hasPrefix("/sign-in") == true, "\(path)")
    }
    #expect(try store.dump() == before)
  }
}
