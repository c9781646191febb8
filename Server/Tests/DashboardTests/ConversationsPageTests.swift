import CollectorStore
import JSONText
import TestSupport
import Testing

@testable import Dashboard

@Suite struct ConversationsPageTests {
  private static let tool = #""agentsight.tool.name":"find","agentsight.tool.error":"broken""#

  private func store() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch()
        .with(
          "german",
          fields:
            #""customer_id":"jane","language":"de","device":"mobile","source":"web","metadata":{"plan":"pro","n":{"deep":5}}"#,
          spans: [turn(1, [.question("Wo ist die Bestellung?", at: 0), .answer("Unterwegs", at: 1)])]
        )
        .with(
          "english", fields: #""environment":"development","language":"en""#,
          spans: [
            turn(1, [.question("Where is it?", at: 1)]),
            span(2, kind: "tool", from: 2, attributes: Self.tool),
          ].map { $0.replacing("2026-01-31", with: "2026-02-01") }))
    return store
  }

  @Test(arguments: [
    ("text=bestellung", "german"), ("text=WHERE+is", "english"), ("language=de", "german"),
    ("device=mobile", "german"),
    ("channel=web", "german"), ("person=jane", "german"), ("environment=development", "english"),
    ("tool=find", "english"),
    ("errors=yes", "english"), ("errors=no", "german"), ("key=plan", "german"),
    ("key=plan&value=pro", "german"),
    ("key=n.deep&value=5", "german"), ("from=2026-02-01", "english"), ("to=2026-01-31", "german"),
    ("text=unterwegs&language=de&person=jane&agent=1", "german"),
  ])
  func aFilterShowsWhatPasses(query: String, expected: String) async throws {
    let store = try await store()
    let page = try await get("/conversations?\(query)", from: store)
    let other = expected == "german" ? "english" : "german"
    #expect(
      page.status == 200 && page.html.contains("\(expected)</span>") && !page.html.contains("\(other)</span>")
    )
    #expect(page.html.contains("<p>1 conversation</p>"))
  }

  @Test(arguments: [
    "text=%22", "text=%22%20OR%20%22", "text=NEAR(%22a%20b%22%29", "text=a*%20AND%20NOT", "text=%27%3B--",
    "text=%00abc",
    "text=%ED%A0%80abc", "key=%22", "key=...", "key=%00&value=%00", "value=x", "from=yesterday",
    "to=9999-99-99",
    "from=0001-01-01&to=9999-12-31", "agent=x", "agent=99999999999999999999", "sort=nothing", "after=x",
    "after=1.2.3",
    "after=99999999999999999999.1", "text=%F0%9F%92%A9%F0%9F%92%A9%F0%9F%92%A9", "feedback=x", "errors=maybe",
    "environment=%27", "page=1",
  ])
  func whateverIsAskedForThereIsAPage(query: String) async throws {
    let store = try await store()
    #expect(try await get("/conversations?\(query)", from: store).status == 200)
    #expect(try await get("/conversations/export.csv?\(query)", from: store).status == 200)
  }

  @Test func feedbackMarksAndAgentsNarrowTheList() async throws {
    let store = try await store()
    let desk = try store.store.createKey(agent: "Desk")
    try await store.ingest(
      Batch().with("desk", spans: [turn(1, [.question("Anybody?", at: 9)])]), key: desk)
    let editor = Browser(store, cookie: try await store.cookie(login: "ed", role: .editor))
    let token = try #require(try await editor.get("/conversations/1").formToken)
    for (form, fields) in [
      ("mark", [("marked", "1")]),
      ("feedback", [("once", "x"), ("sentiment", "negative"), ("comment", "late")]),
    ] {
      let answer = try await editor.post("/conversations/1/\(form)", [("form_token", token)] + fields)
      #expect(answer.status == 303)
    }
    let agents = try await store.store.agentChoices(for: .everything(OperatorScope()))
    let row = try #require(agents.first { $0.name == "Desk" }).id
    let all = ["german", "english", "desk"]
    for (query, expected) in [
      ("", all), ("marked=yes", ["german"]), ("feedback=any", ["german"]), ("feedback=negative", ["german"]),
      ("feedback=positive", []), ("feedback=none", ["english", "desk"]), ("agent=\(row)", ["desk"]),
      ("agent=77", []), ("agent=\(row)&marked=yes", []), ("agent=1&feedback=none", ["english"]),
    ] {
      for path in ["/conversations?", "/conversations/export.csv?"] {
        let shown = try await get(path + query, from: store).html
        // A name stands before a tag on the page, and begins a line of the file.
        let found = all.filter { shown.contains("\($0)</span>") || shown.contains("\n\($0),") }
        #expect(found == expected, "\(path)\(query)")
      }
    }
  }

  @Test func whatWasSearchedForIsMarkedWhereItStands() async throws {
    let store = try await store()
    let text =
      String(repeating: "Erst <b> ", count: 20) + "die BESTELLUNG\n" + String(repeating: "dann ", count: 50)
    try await store.ingest(Batch().with("long", spans: [turn(1, [.question(text, at: 3)])]))
    let page = try await get("/conversations?text=die+bestellung", from: store).html
    #expect(page.contains(#"dir="auto">Wo ist <mark>die Bestellung</mark>?</span>"#))
    let excerpt = try #require(
      page.firstMatch(of: /dir="auto">(…[^>]*)<mark>die BESTELLUNG<\/mark>( [^<]*…)</))
    #expect(excerpt.1.hasSuffix("Erst &lt;b&gt; ") && excerpt.2.hasPrefix(" dann dann"))
    #expect(excerpt.1.count < 120 && excerpt.2.count < 130)
    #expect(try await !get("/conversations?language=de", from: store).html.contains("<mark>"))
  }

  @Test func eachSaysHowThePersonBegan() async throws {
    let store = try await store()
    let long = String(repeating: "a\nb <i>", count: 100)
    try await store.ingest(
      Batch().with("long", spans: [turn(1, [.answer("Hello.", at: 2), .question(long, at: 3)])]))
    let page = try await get("/conversations", from: store).html
    #expect(page.contains(#"<span class="excerpt" dir="auto">Wo ist die Bestellung?</span>"#))
    #expect(page.contains(#"<span class="excerpt" dir="auto">Where is it?</span>"#))
    let beginning = try #require(page.firstMatch(of: /dir="auto">(a b &lt;i&gt;[^<]*…)</))
    #expect(beginning.1.replacing("&lt;", with: "<").replacing("&gt;", with: ">").count == 181)
    #expect(!page.contains("Hello.") && !page.contains("<mark>"))
  }

  @Test func theFormKeepsWhatWasAskedForAsText() async throws {
    let store = try await store()
    let query = #""><script>alert(1)</script>"#
    let encoded = percentEncoded(query)
    let page = try await get(
      "/conversations?text=\(encoded)&person=\(encoded)&environment=\(encoded)", from: store)
    #expect(page.html.contains(#"value="&quot;&gt;&lt;script&gt;"#) && !page.html.contains("<script"))
    #expect(page.html.contains("No conversation passes these filters."))
    let wrong = try await get("/conversations?from=x&value=y", from: store)
    #expect(wrong.html.contains("&#39;x&#39; is no date") && wrong.html.contains("Name the metadata key"))
  }

  @Test func theOrderIsChosen() async throws {
    let store = try await store()
    for (sort, first, second) in [
      ("", "english", "german"), ("oldest", "german", "english"), ("active", "english", "german"),
      ("longest", "german", "english"),
    ] {
      let page = try await get("/conversations?sort=\(sort)", from: store)
      let places = try [first, second].map { try #require(page.html.range(of: "\($0)</span>")).lowerBound }
      #expect(places[0] < places[1], "\(sort)")
    }
  }

  @Test func aFilterIsSavedUnderAName() async throws {
    let store = try await store()
    let ada = Browser(store, cookie: try await store.cookie(login: "ada", role: .viewer))
    let ben = Browser(store, cookie: try await store.cookie(login: "ben", role: .editor))
    func save(_ browser: Browser, _ name: String, shared: Bool) async throws -> Answer {
      let token = try #require(try await browser.get("/conversations?language=de").formToken)
      return try await browser.post(
        "/conversations/filters",
        [("form_token", token), ("query", "language=de&text=&evil=1"), ("name", name)]
          + (shared ? [("shared", "yes")] : []))
    }
    #expect(
      try await save(ada, "My Germans", shared: false).headers[.location] == "/conversations?language=de")
    #expect(try await save(ada, "Everybody's", shared: true).status == 403)
    #expect(try await save(ben, "<b>Everybody's", shared: true).status == 303)
    #expect(try await save(ada, "", shared: false).status == 422)
    let page = try await ada.get("/conversations")
    #expect(page.html.contains(#"<a href="/conversations?language=de" dir="auto">My Germans</a>"#))
    #expect(page.html.contains("&lt;b&gt;Everybody&#39;s") && page.html.contains("for everybody"))
    let bens = try await ben.get("/conversations")
    #expect(!bens.html.contains("My Germans") && bens.html.contains("&lt;b&gt;Everybody&#39;s"))
    let token = try #require(page.formToken)
    for id in 1...2 {
      _ = try await ada.post("/conversations/filters/delete", [("form_token", token), ("id", "\(id)")])
    }
    let left = try await ada.get("/conversations")
    #expect(!left.html.contains("My Germans") && left.html.contains("Everybody"))
    #expect(try await ada.post("/conversations/filters/delete", [("id", "2")]).status == 403)
  }

  @Test func whatIsShownIsExported() async throws {
    let store = try await store()
    let other = try store.store.createKey(agent: "Canary agent", client: "Canary client")
    try await store.ingest(Batch().with("canary", spans: [turn(1, [.question("q", at: 0)])]), key: other)
    let ada = Browser(store, cookie: try await store.cookie(login: "ada", role: .viewer))
    let csv = try await ada.get("/conversations/export.csv?language=de")
    #expect(csv.headers[.contentDisposition] == #"attachment; filename="conversations.csv""#)
    #expect(
      csv.html == """
        conversation_id,name,agent,environment,customer_id,device,channel,language,started_at,ended_at,message_count,\
        action_count,feedback_count,is_marked,metadata\r
        german,,Shop,production,jane,mobile,web,de,2026-01-31T12:00:00.000000Z,2026-01-31T12:00:01.000000Z,2,\
        0,0,false,"{""plan"":""pro"",""n"":{""deep"":5}}"\r

        """)
    let json = try await ada.get("/conversations/export.json")
    #expect(json.headers[.contentType] == "application/json" && !json.html.contains("canary"))
    #expect(json.html.contains(#""message_count":2,"action_count":0,"feedback_count":0,"is_marked":false"#))
    #expect(json.html.contains(#""metadata":{"plan":"pro","n":{"deep":5}},"messages":[{"timestamp":"#))
    var ids: [String] = []
    try JSONReader.read(json.html) { reader throws(JSONError) in
      try reader.array { reader throws(JSONError) in
        try reader.object { reader, key throws(JSONError) in
          if key == "conversation_id" { ids.append(try reader.string()) } else { _ = try reader.raw() }
        }
      }
    }
    #expect(ids == ["english", "german"])
    #expect(try await ada.get("/conversations/export.json?text=nothing-like-it").html == "[\n]\n")
    #expect(try await Browser(store).get("/conversations/export.csv").status == 303)
  }

  @Test func anExportGoesOnBehindItsFirstPart() async throws {
    let store = try TemporaryStore()
    var batch = Batch()
    for index in 0..<450 { batch = batch.with("c\(index)", spans: [turn(1, [.question("q", at: index)])]) }
    try await store.ingest(batch)
    let csv = try await get("/conversations/export.csv", from: store)
    let lines = csv.html.split(separator: "\r\n")
    #expect(lines.count == 451 && Set(lines).count == 451)
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=\"a\",b"])
  func aCellIsNoFormula(text: String) {
    let line = CSV.line([text, "a=b", nil, "two\nlines", "say \"hi\""])
    #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
    #expect(line.hasSuffix(",a=b,,\"two\nlines\",\"say \"\"hi\"\"\"\r\n"))
  }
}
