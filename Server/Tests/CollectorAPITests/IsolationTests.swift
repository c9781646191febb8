import CollectorStore
import Foundation
import Hummingbird
import TestSupport
import Testing

/// Every route of the router, walked by somebody who must find nothing there.
@Suite struct IsolationTests {
  /// What the owner reads on every route, without the signatures of links, which change by the second.
  private static func view(_ collector: TestCollector) async throws -> [String] {
    var answers: [String] = []
    for (method, path) in TenantWalk.routes where method == .get {
      for row in TenantWalk.rows {
        for address in TenantWalk.addresses(path, row: row) {
          let text = try await collector.get(address).text
          answers.append(address + " " + text.replacing(/expires=[0-9]+&signature=[0-9a-f]+/, with: ""))
        }
      }
    }
    return answers
  }

  @Test func theWalkGoesEverywhere() {
    let paths = Set(TenantWalk.routes.map(\.path))
    #expect(paths.count > 30, "\(paths)")
    for path in [
      "conversations", "tickets/{pk}/comments", "token-usage/summary", "traces/{trace}", "buttons/stats",
    ] {
      #expect(paths.contains { $0.hasSuffix("api/" + path) }, "\(paths)")
    }
  }

  @Test func anotherTenantFindsAndChangesNothing() async throws {
    try await TestCollector.run { collector in
      try await TenantWalk.fill(collector)
      let stranger = try collector.store.store.createKey(agent: "Other", client: "Other").text
      let before = try await Self.view(collector)
      #expect(before.contains { $0.contains(TenantWalk.canary) })
      var number = 0
      for (method, path) in TenantWalk.routes {
        let namesARow = path.contains("pk") || path.contains("trace")
        for row in TenantWalk.rows {
          for address in TenantWalk.addresses(path, row: row) {
            number += 1
            let body = method == .get ? "" : TenantWalk.body(row: row, number: number)
            let answer = try await collector.send(method, address, body, key: stranger)
            let foundNothing = !answer.text.replacing("\"key\":\"\(TenantWalk.canary)\"", with: "")
              .contains(TenantWalk.canary)
            #expect(foundNothing, "\(method) \(address): \(answer.text.prefix(300))")
            #expect(answer.status < 500, "\(method) \(address): \(answer.text.prefix(300))")
            if namesARow {
              #expect([404, 405].contains(answer.status), "\(method) \(address): \(answer.text.prefix(300))")
            }
          }
        }
      }
      let after = try await Self.view(collector)
      #expect(zip(before, after).first { $0 != $1 } == nil)
    }
  }

  @Test func aReadKeyChangesNothingAnywhere() async throws {
    try await TestCollector.run { collector in
      try await TenantWalk.fill(collector)
      let reader = try collector.store.store.createKey(agent: "Shop", role: .read).text
      let before = try collector.store.dump()
      for (method, path) in TenantWalk.routes where method != .get {
        let address = TenantWalk.addresses(path, row: 1)[0]
        let answer = try await collector.send(
          method, address, TenantWalk.body(row: 1, number: 0), key: reader)
        #expect([403, 405].contains(answer.status), "\(method) \(address): \(answer.text)")
        #expect(answer.detail != nil)
      }
      #expect(try collector.store.dump() == before)
    }
  }

  @Test func withoutAKeyNothingIsThere() async throws {
    try await TestCollector.run { collector in
      try await TenantWalk.fill(collector)
      for (method, path) in TenantWalk.routes {
        for address in TenantWalk.addresses(path, row: 1) {
          let answer = try await collector.call(method, address, authorization: "")
          #expect(answer.status == 401 && !answer.text.contains(TenantWalk.canary), "\(method) \(address)")
        }
      }
    }
  }
}
