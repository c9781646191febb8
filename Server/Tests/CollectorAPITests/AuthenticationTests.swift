import CollectorStore
import TestSupport
import Testing

@Suite struct AuthenticationTests {
  static let unknown = "ags_00000000000000000000000000000000_000000"

  @Test(arguments: ["", "Bearer x", "Api-Key", "Basic YTpi"])
  func aRequestWithoutAKeyIsTurnedAway(authorization: String) async throws {
    try await TestCollector.run { collector in
      for path in ["/api/me/", "/api/conversations/", "/api/conversations/1/"] {
        let answer = try await collector.call(.get, path, authorization: authorization)
        #expect(answer.status == 401)
        #expect(answer.detail == "Authentication credentials were not provided.")
      }
    }
  }

  @Test func anUnknownKeyIsForbiddenToIngestAndUnauthorizedElsewhere() async throws {
    try await TestCollector.run { collector in
      let ingest = try await collector.ingest(Batch().json, key: Self.unknown)
      #expect(ingest.status == 403 && ingest.detail == "Invalid API key.")
      let me = try await collector.get("/api/me/", key: Self.unknown)
      #expect(me.status == 401 && me.detail == "Invalid API key.")
    }
  }

  @Test func aReadKeyMayNotWrite() async throws {
    try await TestCollector.run { collector in
      let key = try collector.store.store.createKey(agent: "Shop", role: .read).text
      let batch = Batch().with("c", spans: [turn(1, [.question("q", at: 0)])])
      #expect(try await collector.ingest(batch.json, key: key).status == 403)
      #expect(try await collector.get("/api/me/", key: key).json["role"] as? String == "read")
      #expect(try await collector.get("/api/conversations/", key: key).json["count"] as? Int == 0)
    }
  }

  @Test func aKeyIsKnownWithoutRegardToCase() async throws {
    try await TestCollector.run { collector in
      let key = collector.store.key.text
      let loud = try await collector.get("/api/me/", key: key.uppercased())
      let quiet = try await collector.call(.get, "/api/me/", authorization: "api-key \(key)")
      #expect(loud.status == 200 && quiet.status == 200)
    }
  }

  @Test func meTellsWhoseKeyItIs() async throws {
    try await TestCollector.run { collector in
      let me = try await collector.get("/api/me/").json
      #expect(me["agent_name"] as? String == "Shop" && me["role"] as? String == "write")
      #expect(me["agent_id"] is Int && me["capabilities"] as? [String] == ["gzip-ingest", "zstd-ingest"])
      let environments = try #require(me["environments"] as? [[String: Any]])
      #expect(environments.map { $0["slug"] as? String } == ["production", "development"])
      #expect(environments.map { $0["is_production"] as? Bool } == [true, false])
    }
  }

  @Test func pathsAndVerbsAreTheProducts() async throws {
    try await TestCollector.run { collector in
      #expect(try await collector.get("//api//me/").status == 200)
      for path in ["/api/me", "/api/conversations", "/api/ingest", "/api/conversations/1/mark"] {
        let answer = try await collector.get(path)
        #expect(
          answer.status == 404 && answer.headers[.contentType]?.hasPrefix("text/html") == true, "\(path)")
        #expect(answer.headers[.location] == nil && answer.text.hasPrefix("<!doctype html>"))
      }
      for path in ["/api/", "/api/nothing/", "/api/conversations/x/"] {
        let answer = try await collector.get(path)
        #expect(answer.status == 404 && answer.detail == "Not found.", "\(path)")
      }
      let answer = try await collector.call(.post, "/api/me/")
      #expect(answer.status == 405 && answer.detail == "Method \"POST\" not allowed.")
      #expect(try await collector.get("/api/ingest/").status == 405)
    }
  }
}
