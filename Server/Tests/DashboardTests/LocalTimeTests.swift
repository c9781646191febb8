import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

/// Moments as the client's people have them, with what tells them apart from another zone's.
@Suite struct LocalTimeTests {
  /// A conversation at noon UTC, of people whose clocks show an hour of the next day.
  private func filled() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("c", spans: [turn(1, [.question("q", at: 0), .answer("a", at: 3)])]))
    var draft = BrandDraft()
    draft.timeZone = "Pacific/Auckland"
    try await store.store.setBrand(of: store.scope(of: "default"), to: draft)
    return store
  }

  private static let start = #"""
    <time datetime="2026-01-31T12:00:00.000000Z" title="2026-02-01 01:00:00.000 +13:00">2026-02-01 01:00</time>
    """#

  @Test func everyPageShowsTheClientsTime() async throws {
    let store = try await filled()
    let editor = Browser(store, cookie: try await store.cookie(login: "ed", role: .editor))
    for path in ["/conversations", "/conversations/1", "/live"] {
      let html = try await editor.get(path).html
      #expect(html.contains(Self.start) || path == "/live", "\(path)")
      #expect(html.contains("imes in Pacific/Auckland") && !html.contains(">2026-01-31"), "\(path)")
    }
    let transcript = try await editor.get("/conversations/1").html
    #expect(
      transcript.contains(#"<h2 class="day">2026-02-01</h2>"#) && transcript.contains(">01:00:03.000</time>"))
    #expect(try await editor.get("/live").html.contains(">2026-02-01 01:00</time>"))
    let token = try #require(transcript.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/)?.1)
    let made = try await editor.post(
      "/conversations/1/share", [("form_token", String(token)), ("days", "7")])
    let link = try #require(made.html.firstMatch(of: /\/shared\/[0-9a-f]{64}/)?.0)
    #expect(try await Browser(store).get(String(link)).html.contains(Self.start))
    let stream = try await Listener(store, login: "ada")
    #expect(
      try await stream.event("snapshot").contains(
        #""machine":"2026-01-31T12:00:03.000000Z","exact":"2026-02-01 01:00:03.000 +13:00","time":"2026-02-01 01:00""#
      ))
  }

  @Test func settingsShowItToo() async throws {
    let store = try await filled()
    let owner = Browser(store, cookie: try await store.cookie(login: "own", role: .owner))
    let client = try await store.scope(of: "default")
    let evening = try #require(Timestamp(iso8601: "2036-01-31T20:00:00Z"))
    _ = try await store.store.invite(to: client, role: .viewer, note: "", now: evening)
    #expect(
      try await owner.get("/settings/people").html.contains(
        #"title="2036-02-08 09:00:00.000 +13:00">2036-02-08 09:00</time>"#))
  }

  @Test func whoLooksAtAllClientsReadsUTC() async throws {
    let html = try await get("/conversations", from: filled()).html
    #expect(html.contains("Times in UTC") && html.contains(">2026-01-31 12:00</time>"))
  }

  @Test func exportsKeepUTC() async throws {
    let store = try await filled()
    let viewer = Browser(store, cookie: try await store.cookie(login: "vi", role: .viewer))
    for format in ["csv", "json"] {
      let file = try await viewer.get("/conversations/export.\(format)").html
      #expect(file.contains("2026-01-31T12:00:00.000000Z") && !file.contains("+13:00"), "\(format)")
    }
  }

  @Test(arguments: [
    ("UTC", "2026-07-01 12:00:00.000 +00:00"), ("Europe/Berlin", "2026-07-01 14:00:00.000 +02:00"),
    ("America/St_Johns", "2026-07-01 09:30:00.000 -02:30"), ("Mars/Base", "2026-07-01 12:00:00.000 +00:00"),
  ])
  func aZoneDecidesTheClockAndTheDistance(zone: String, expected: String) throws {
    let noon = try #require(Timestamp(iso8601: "2026-07-01T12:00:00Z"))
    let time = PageTime(noon, in: LocalCalendar(zoneNamed: zone))
    #expect(time.exact == expected && time.minute == expected.prefix(16))
  }
}
