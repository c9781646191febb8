import CollectorStore
import TestSupport
import Testing

@testable import Dashboard

@Suite struct OverviewTests {
  @Test func theOverviewShowsTheFiguresOfTheViewersClientAlone() async throws {
    let store = try TemporaryStore()
    let other = try store.store.createKey(agent: "Canary", client: "Other")
    let now = Timestamp.now().iso8601
    func batch(_ id: String) -> Batch {
      Batch().with(
        id,
        spans: [
          turn(1, [.question("q", at: 0), .answer("a", at: 2)]).replacing(
            "2026-01-31T12:00:0", with: now.prefix(17) + "0")
        ])
    }
    try await store.ingest(batch("ours"))
    for id in ["x", "y", "z"] { try await store.ingest(batch(id), key: other) }
    let page = try await Browser(store, cookie: store.cookie(login: "ada", role: .viewer)).get(
      "/overview?days=7")
    #expect(page.status == 200 && page.html.contains("<dt>Conversations</dt><dd><strong>1</strong>"))
    #expect(page.html.contains("<dt>Response time, median</dt><dd><strong>2.0 s</strong>"))
    let all = try await get("/overview", from: store)
    #expect(all.html.contains("<dt>Conversations</dt><dd><strong>4</strong>"))
  }

  @Test func everyFigureIsExplained() async throws {
    let page = try await get("/overview/metrics", from: try TemporaryStore())
    for metric in Metric.all { #expect(page.html.contains("<dt>\(metric.name)</dt>"), "\(metric.name)") }
  }

  @Test func daysBeginWhereThePeopleAre() {
    let berlin = LocalCalendar(zoneNamed: "Europe/Berlin")
    let march29 = 20541
    #expect(berlin.text(ofDay: march29) == "2026-03-29")
    // The day on which clocks go forward has 23 hours.
    #expect(berlin.start(ofDay: march29).start.iso8601 == "2026-03-28T23:00:00.000000Z")
    #expect(berlin.start(ofDay: march29 + 1).start.iso8601 == "2026-03-29T22:00:00.000000Z")
    #expect(berlin.day(of: Timestamp(iso8601: "2026-03-28T23:00:00Z")!) == march29)
    #expect(berlin.day(of: Timestamp(iso8601: "2026-03-28T22:59:59Z")!) == march29 - 1)
  }
}
