import CollectorStore
import Foundation
import TestSupport
import Testing

@testable import Dashboard

/// What the overview shows of a few conversations whose figures can be counted by hand.
@Suite struct FigurePageTests {
  /// On 2026-01-31 from noon UTC: two conversations of one person and one of another in production, one in
  /// development, and a visit.
  private func filled() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    func fields(_ customer: String, device: String = "mobile", environment: String = "production") -> String {
      #""customer_id":"\#(customer)","device":"\#(device)","language":"de","environment":"\#(environment)""#
    }
    try await store.ingest(
      Batch()
        .with(
          "a", fields: fields("ada"),
          spans: [
            turn(1, [.question("q", at: 0), .answer("a", at: 2)]),
            turn(2, [.question("q", at: 10), .answer("a", at: 14)]),
            span(3, kind: "tool", from: 11, to: 13, attributes: #""agentsight.tool.name":"look_up""#),
            span(
              4, kind: "tool", from: 13,
              attributes: #""agentsight.tool.name":"look_up","agentsight.tool.error":"no""#),
            span(
              5, kind: "llm", from: 12,
              attributes: """
                "gen_ai.request.model":"gpt-4o","gen_ai.usage.input_tokens":1000000,"gen_ai.usage.output_tokens":0
                """),
          ]
        )
        .with("b", fields: fields("ada", device: "desktop"), spans: [turn(1, [.question("q", at: 7200)])])
        .with("c", fields: fields("bob"), spans: [turn(1, [.question("q", at: 20), .answer("a", at: 30)])])
        .with(
          "d", fields: fields("eve", environment: "development"), spans: [turn(1, [.question("dev", at: 40)])]
        )
        .with("visit", spans: [span(1, kind: "conversation", from: 5)]))
    return store
  }

  private func json(_ store: TemporaryStore, _ query: String) async throws -> [String: Any] {
    let page = try await get("/overview.json?" + query, from: store)
    #expect(page.status == 200 && page.headers[.contentType] == "application/json")
    return try #require(try JSONSerialization.jsonObject(with: Data(page.html.utf8)) as? [String: Any])
  }

  private func metrics(_ json: [String: Any], _ member: String = "value") throws -> [String: Double] {
    let list = try #require(json["metrics"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: list.compactMap { row in
        (row[member] as? Double).map { (row["name"] as! String, $0) }
      })
  }

  private static let day = "from=2026-01-31&to=2026-01-31"

  @Test func everyFigureIsWhatCanBeCountedByHand() async throws {
    let store = try await filled()
    for _ in 0..<2 {
      let json = try await json(store, Self.day)
      let metrics = try metrics(json)
      let expected: [String: Double] = [
        "Conversations": 3, "Visits": 4, "Visits that became conversations": 0.75, "People": 2,
        "Messages per conversation": 7.0 / 3, "Messages": 7, "Messages by people": 4, "Messages by agents": 3,
        "Handed over to a person": 0, "Feedback": 0, "Tokens": 1_000_000, "Cost": 2.5,
      ]
      for (name, value) in expected { #expect(abs((metrics[name] ?? -1) - value) < 1e-9, "\(name)") }
      #expect(abs((metrics["Response time, median"] ?? 0) - 4000) < 40)
      #expect(abs((metrics["Response time, mean"] ?? 0) - 16000 / 3) < 1)
      #expect(metrics["Good feedback"] == nil)
      #expect(json["devices"] as? [String: Int] == ["mobile": 2, "desktop": 1])
      #expect(
        json["languages"] as? [String: Int] == ["de": 3] && json["channels"] as? [String: Int] == ["": 3])
      let turns = (json["turns"] as? [[String: Int]] ?? []).map {
        [$0["turn"]!, $0["reached"]!, $0["left"]!]
      }
      #expect(turns == [[1, 3, 2], [2, 1, 1]])
      let hours = try #require(json["hours"] as? [[Int]])
      // A Saturday.
      #expect(hours[5][12] == 3 && hours[5][14] == 1 && hours.flatMap(\.self).reduce(0, +) == 4)
      let tool = try #require((json["tools"] as? [[String: Any]])?.first)
      #expect(
        tool["name"] as? String == "look_up" && tool["calls"] as? Int == 2 && tool["errors"] as? Int == 1)
      #expect(abs((tool["p95"] as? Double ?? 0) - 2000) < 20)
      // The second time around from rollups.
      while try await store.store.refreshRollups() {}
    }
  }

  @Test func anAgentAndAnEnvironmentNarrowEveryFigure() async throws {
    let store = try await filled()
    let desk = try store.store.createKey(agent: "Desk")
    try await store.ingest(Batch().with("x", spans: [turn(1, [.question("q", at: 0)])]), key: desk)
    let agents = try await store.store.agentChoices(for: .everything(OperatorScope()))
    let id = try #require(agents.first { $0.name == "Desk" }).id
    #expect(try metrics(try await json(store, Self.day))["Conversations"] == 4)
    let ofDesk = try await json(store, Self.day + "&agent=\(id)")
    #expect(try metrics(ofDesk)["Conversations"] == 1 && (ofDesk["tools"] as? [Any])?.isEmpty == true)
    let inDevelopment = try await json(store, Self.day + "&environment=development")
    #expect(try metrics(inDevelopment)["Conversations"] == 1)
    let page = try await get("/overview?" + Self.day + "&agent=\(id)&environment=production", from: store)
    #expect(page.html.contains("<option value=\"\(id)\" selected>Desk</option>"))
    #expect(page.html.contains("days=7&amp;agent=\(id)&amp;environment=production"))
    for foreign in ["agent=77", "agent=x", "environment=nowhere"] {
      #expect(try await get("/overview?\(foreign)", from: store).status == 404, "\(foreign)")
    }
  }

  @Test func aClientsPeopleCannotChooseAnotherClientsAgent() async throws {
    let store = try await filled()
    _ = try store.store.createKey(agent: "Canary", client: "Other")
    let all = try await store.store.agentChoices(for: .everything(OperatorScope()))
    #expect(all.map(\.name) == ["Other: Canary", "default: Shop"])
    let canary = try #require(all.first).id
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: .viewer))
    let page = try await browser.get("/overview")
    #expect(page.html.contains(">Shop</option>") && !page.html.contains("Canary"))
    for path in ["/overview?agent=\(canary)", "/overview.json?agent=\(canary)"] {
      #expect(try await browser.get(path).status == 404)
    }
  }

  @Test func everyCardSaysHowItChanged() async throws {
    let store = try await filled()
    let page = try await get("/overview?from=2026-01-31&to=2026-01-31", from: store)
    #expect(page.html.contains("compared with 2026-01-30"))
    // The day before holds all, the day itself nothing.
    let after = try metrics(try await json(store, "from=2026-02-01&to=2026-02-01"), "before")
    #expect(after["Conversations"] == 3 && after["Cost"] == 2.5)
    let html = try await get("/overview?from=2026-02-01&to=2026-02-01", from: store).html
    #expect(html.contains("<dt>Conversations</dt><dd><strong>0</strong> <span>100 % less</span>"))
    #expect(Metric.Unit.percent.difference(0.75, than: 0.5) == "25.0 points more")
    #expect(Metric.Unit.number.difference(5, than: 0) == nil)
    #expect(Metric.Unit.number.difference(0, than: 0) == "the same")
  }

  @Test(arguments: [
    ("from=2026-02-01&to=2026-01-31", "before the last one"), ("from=2026-02-30", "such as 2026-01-31"),
    ("to=yesterday", "such as 2026-01-31"), ("from=1990-01-01&to=2026-01-01", "ten years"),
  ])
  func daysThatCannotBeAreExplained(query: String, rule: String) async throws {
    let store = try TemporaryStore()
    let page = try await get("/overview?" + query, from: store)
    #expect(page.status == 422 && page.html.contains(rule))
    #expect(try await get("/overview.json?" + query, from: store).status == 422)
  }

  @Test func peopleOfAWeekReturnWhenTheyWereThereBefore() async throws {
    let store = try TemporaryStore()
    func visit(_ id: String, _ customer: String, _ date: String) -> Batch {
      Batch().with(
        id, fields: #""customer_id":"\#(customer)""#,
        spans: [turn(1, [.question("q", at: 0)]).replacing("2026-01-31", with: date)])
    }
    // Weeks from Monday, 2026-01-05 and 2026-01-12; twice in one week is no return.
    for (id, customer, date) in [
      ("1", "ada", "2026-01-06"), ("2", "ada", "2026-01-07"), ("3", "ada", "2026-01-18"),
      ("4", "bob", "2026-01-12"), ("5", "bob", "2026-01-13"),
    ] {
      try await store.ingest(visit(id, customer, date))
    }
    let weeks = try await json(store, "from=2026-01-07&to=2026-01-14")["weeks"] as? [[String: Any]] ?? []
    #expect(weeks.map { $0["from"] as? String } == ["2026-01-05", "2026-01-12"])
    #expect(weeks.map { [$0["people"] as? Int, $0["returning"] as? Int] } == [[1, 0], [2, 1]])
  }

  @Test func hoursAndDaysAreThoseOfTheClientsZone() async throws {
    let store = try await filled()
    var draft = BrandDraft()
    draft.timeZone = "Asia/Tokyo"
    try await store.store.setBrand(of: store.scope(of: "default"), to: draft)
    let browser = Browser(store, cookie: try await store.cookie(login: "ada", role: .viewer))
    let text = try await browser.get("/overview.json?" + Self.day).html
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let hours = try #require(json["hours"] as? [[Int]])
    // Noon in Greenwich is 21:00 in Tokyo.
    #expect(json["time_zone"] as? String == "Asia/Tokyo" && hours[5][21] == 3 && hours[5][23] == 1)
  }

  @Test func aNewPriceCountsInWhatIsAlreadySummedUp() async throws {
    let store = try await filled()
    while try await store.store.refreshRollups() {}
    try store.store.close()
    let prices = try PriceList(text: #"{"models":{"gpt-4o":{"input":"5","output":"10"}}}"#)
    let reopened = try CollectorStore.open(store.directory.data, prices: prices)
    let (first, last) = (
      Timestamp(iso8601: "2026-01-31T00:00:00Z")!, Timestamp(iso8601: "2026-02-01T00:00:00Z")!
    )
    let range = FigureRange(
      slots: Slot(containing: first)..<Slot(containing: last), audience: .everything(OperatorScope()))
    let figures = try await reopened.figures(of: range, escalationNames: [])
    #expect(figures.counts[.cost] == 500_000_000)
    try reopened.close()
  }

  @Test func aYearOfDaysAndManyLabelsStayAPageOfUnder100Kilobytes() async throws {
    let store = try TemporaryStore()
    for block in 0..<30 {
      var batch = Batch()
      for index in 0..<20 {
        let id = block * 20 + index
        batch = batch.with(
          "c\(id)",
          fields:
            #""device":"\#(String(repeating: "&", count: 200))\#(id)","language":"\#(id)","source":"\#(id)""#,
          spans: [
            turn(1, (0..<9).map { .question("q", at: $0) }),
            span(
              2, kind: "tool",
              attributes: #""agentsight.tool.name":"\#(String(repeating: "<", count: 200))\#(id)""#),
          ].map { $0.replacing("2026-01-31", with: "2026-0\(1 + id % 9)-\(10 + id % 19)") })
      }
      try await store.ingest(batch)
    }
    for days in [
      "from=2026-01-01&to=2026-12-31", "from=2026-01-01&to=2026-04-01", "from=2020-01-01&to=2029-12-01",
    ] {
      let page = try await get("/overview?" + days, from: store)
      #expect(page.status == 200 && page.html.utf8.count < 100_000, "\(days): \(page.html.utf8.count)")
    }
  }

  @Test func twoSidesStandBesideEachOther() async throws {
    let store = try await filled()
    let page = try await get(
      "/compare?a_from=2026-01-31&a_to=2026-01-31&b_from=2026-01-31&b_to=2026-01-31&b_environment=development",
      from: store)
    #expect(page.status == 200)
    #expect(page.html.contains("<th scope=\"row\">Conversations</th><td>3</td><td>1</td><td>200 % more</td>"))
    #expect(page.html.contains("<th scope=\"row\">Good feedback</th><td>–</td><td>–</td><td>–</td>"))
    // Without a second side it is the time before.
    let alone = try await get("/compare?a_from=2026-02-01&a_to=2026-02-01", from: store)
    #expect(alone.html.contains("name=\"b_from\" value=\"2026-01-31\""))
    #expect(
      alone.html.contains("<th scope=\"row\">Conversations</th><td>0</td><td>3</td><td>100 % less</td>"))
    #expect(try await get("/compare?b_agent=77", from: store).status == 404)
    #expect(try await get("/compare?b_from=never", from: store).status == 422)
  }

  @Test func countriesAreShownByTheirNamesWhereTheCollectorKnowsThem() async throws {
    let store = try await filled()
    let without = try await get("/overview?" + Self.day, from: store).html
    #expect(without.contains("start the collector with --countries FILE"))
    #expect(try await json(store, Self.day)["countries"] == nil)
    try await store.ingest(
      Batch().with(
        "from-berlin", fields: #""customer_ip_address":"192.0.2.1""#,
        spans: [turn(1, [.question("q", at: 9)])])
    )
    try await store.store.use(Countries(version: "1") { $0 == "192.0.2.1" ? "DE" : nil })
    let page = try await get("/overview?" + Self.day, from: store).html
    #expect(page.contains(#"<span dir="auto">Germany</span>"#) && !page.contains("--countries"))
    #expect(page.contains(#"<span dir="auto">not known</span>"#))
    #expect(try await json(store, Self.day)["countries"] as? [String: Int] == ["DE": 1, "": 3])
  }
}
