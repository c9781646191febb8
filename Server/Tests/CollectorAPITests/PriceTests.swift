import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct PriceTests {
  /// A call of a model with 1000 tokens in, 500 out and, where asked, more.
  private static func call(_ id: Int, model: String, turn: Int = 1, extra: String = "") -> String {
    span(
      id, kind: "llm", from: id,
      attributes: #"""
        "gen_ai.request.model":"\#(model)","gen_ai.usage.input_tokens":1000,
        "gen_ai.usage.output_tokens":500,"agentsight.turn.id":"\#(spanID(turn))"\#(extra)
        """#)
  }

  private static func usage(_ collector: TestCollector, _ query: String = "") async throws -> [[String: Any]]
  {
    let answer = try await collector.get("/api/token-usage/?\(query)")
    return try #require(answer.json["results"] as? [[String: Any]], "\(answer.text)")
  }

  @Test(arguments: [
    // 1000 × 2.50 + 500 × 10 dollars for a million.
    ("gpt-4o", "", "0.00750000", "backend"), ("openai/GPT-4o-2024-08-06", "", "0.00750000", "backend"),
    ("gpt-4o-mini", "", "0.00045000", "backend"), ("gpt-4o-audio", "", "0.00000000", "unpriced"),
    ("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "", "0.01050000", "backend"),
    ("claude-sonnet-4-9", "", "0.00000000", "unpriced"), ("", "", "0.00000000", "unpriced"),
    // 3 tokens from the cache at 1.25 dollars for a million are 3.75 millionths of a dollar.
    ("gpt-4o", #","agentsight.llm.cache_read_tokens":3"#, "0.00750375", "backend"),
    ("gpt-4o", #","agentsight.llm.reasoning_tokens":400"#, "0.00750000", "backend"),
    ("mine", #","gen_ai.usage.cost":"0.000000015""#, "0.00000002", "reported"),
    ("gpt-4o", #","gen_ai.usage.cost":9"#, "0.00750000", "backend"),
    ("mine", #","gen_ai.usage.cost":-1"#, "0.00000000", "unpriced"),
  ])
  func aCallHasItsCost(model: String, extra: String, cost: String, source: String) async throws {
    try await TestCollector.run { collector in
      let batch = Batch().with("c", spans: [Self.call(1, model: model, extra: extra)])
      for _ in 0..<2 { #expect(try await collector.ingest(batch.json).status == 200) }
      let row = try #require(try await Self.usage(collector).first)
      #expect(row["cost_usd"] as? String == cost && row["cost_source"] as? String == source)
      #expect(row["cost_usd_reported"] is String)
      let list = try await collector.get("/api/conversations/").json["results"] as? [[String: Any]]
      let summary = try #require(list?.first?["token_usage"] as? [String: Any])
      #expect(summary["cost_usd"] as? String == cost && summary["cost_sources"] as? [String] == [source])
    }
  }

  @Test func aTurnIsPricedAsAWhole() async throws {
    try await TestCollector.run { collector in
      // Each call alone costs half a unit, which rounds up; the two together cost one.
      let tokens = #""gen_ai.usage.input_tokens":1,"gen_ai.request.model":"tiny","agentsight.turn.id":"t""#
      let spans = (1...2).map { span($0, kind: "llm", attributes: tokens) }
      _ = try await collector.ingest(Batch().with("c", spans: spans).json)
      let text = #"{"models":{"tiny":{"input":"0.005"}}}"#
      let store = try CollectorStore.open(collector.store.directory.data, prices: try PriceList(text: text))
      try store.close()
      #expect(try await Self.usage(collector).first?["cost_usd"] as? String == "0.00000001")
    }
  }

  @Test func anotherListWorksOutEveryCostAgain() async throws {
    let directory = try TemporaryDirectory()
    let list = try PriceList(text: #"{"models":{"Gpt-4o":{"input":"1000000"}},"eur_per_usd":"0.92"}"#)
    var store = try CollectorStore.open(directory.data)
    let key = try store.createKey(agent: "Shop").text
    #expect(store.prices == .standard)
    try store.close()
    store = try CollectorStore.open(directory.data, prices: list)
    let scope = try await store.authenticate(key).scope
    let batch = Batch().with("c", spans: [Self.call(1, model: "gpt-4o")])
    _ = try await store.ingest(try BatchOfTests.decode(batch), for: scope)
    try store.close()
    // Who opens it for something else keeps the list.
    store = try CollectorStore.open(directory.data)
    #expect(store.prices == list)
    func costs() async throws -> [String] {
      let sums = try await store.tokenUsageSums(of: scope, filter: TokenUsageFilter(), by: .model)
      return sums.map { "\($0.costText) \($0.euroText(store.prices) ?? "none")" }
    }
    #expect(try await costs() == ["1000.00000000 920.00000000"])
    try store.close()
    store = try CollectorStore.open(directory.data, prices: .standard)
    #expect(try await costs() == ["0.00750000 none"])
    try store.close()
  }

  @Test(arguments: [
    "", "[]", #"{"models":{"m":{"input":-1}}}"#, #"{"models":{"m":{"input":"-1"}}}"#,
    #"{"models":{"m":{"input":"1e99"}}}"#, #"{"models":{"m":{"inputs":"1"}}}"#,
    #"{"models":{},"eur_per_usd":"0"}"#,
  ])
  func aListThatIsNoneIsRefused(text: String) throws {
    let error = #expect(throws: StoreError.self) { _ = try PriceList(text: text) }
    #expect(error?.description.hasPrefix("The price list cannot be used: ") == true)
  }

  @Test(arguments: [
    ("group_by=model", ["gpt-4o 0.015 2 2", "x 0 1 1"]), ("", ["gpt-4o 0.015 2 2", "x 0 1 1"]),
    ("group_by=conversation", ["1 0.0075 1 1", "2 0.0075 2 2"]),
    ("group_by=day", ["2026-01-31 0.015 3 3"]), ("group_by=day&model=x", ["2026-01-31 0 1 1"]),
    ("cost_source=unpriced", ["x 0 1 1"]), ("conversation_id=c", ["gpt-4o 0.0075 1 1"]),
  ])
  func usageIsSummedUp(query: String, expected: [String]) async throws {
    try await TestCollector.run { collector in
      let batch = Batch()
        .with("c", spans: [Self.call(1, model: "gpt-4o")])
        .with("d", spans: [Self.call(2, model: "gpt-4o"), Self.call(3, model: "x")])
      #expect(try await collector.ingest(batch.json).status == 200)
      let answer = try await collector.get("/api/token-usage/summary/?\(query)")
      #expect(answer.json["currency"] as? String == "USD")
      let rows = try #require(answer.json["results"] as? [[String: Any]], "\(answer.text)")
      let lines = rows.map { row in
        let group = (row["group"] as? Int).map(String.init) ?? row["group"] as? String ?? ""
        let cost = (row["cost_usd"] as? Double).map { $0 == 0 ? "0" : "\($0)" } ?? "none"
        return "\(group) \(cost) \(row["calls"] as? Int ?? -1) \(row["rows"] as? Int ?? -1)"
      }
      #expect(lines.sorted() == expected.sorted(), "\(answer.text)")
      #expect(rows.allSatisfy { $0["cost_eur"] == nil })
      let total = rows.reduce(0) { $0 + ($1["total_tokens"] as? Int ?? 0) }
      #expect(total == rows.reduce(0) { $0 + ($1["rows"] as? Int ?? 0) } * 1500)
    }
  }

  @Test func aGroupThatIsNoneIsRefused() async throws {
    try await TestCollector.run { collector in
      let answer = try await collector.get("/api/token-usage/summary/?group_by=moon")
      #expect(
        answer.status == 400 && answer.text == #"{"group_by":"Must be one of: model, conversation, day."}"#)
      #expect(try await collector.get("/api/token-usage/summary/?currency=gbp").status == 400)
    }
  }

  @Test(arguments: [("-cost_usd", ["big", "gpt-4o"]), ("total_tokens", ["gpt-4o", "big"])])
  func usageIsOrderedByWhatItCost(ordering: String, expected: [String]) async throws {
    try await TestCollector.run { collector in
      let cost = #","gen_ai.usage.cost":"5","agentsight.llm.cache_write_tokens":7"#
      let spans = [Self.call(1, model: "gpt-4o"), Self.call(2, model: "big", extra: cost)]
      #expect(try await collector.ingest(Batch().with("c", spans: spans).json).status == 200)
      let rows = try await Self.usage(collector, "ordering=\(ordering)")
      #expect(rows.map { $0["model"] as? String } == expected)
      #expect(Set(rows.map { $0["total_tokens"] as? Int }) == [1500, 1507])
    }
  }

  /// A clock that shows another century tells nothing about the day.
  @Test(arguments: ["1970-01-01T00:00:05", "2100-01-01T00:00:00"])
  func aDayIsThatOfReceiptWhereTheClockCannotBeRight(time: String) async throws {
    try await TestCollector.run { collector in
      let call = Self.call(1, model: "gpt-4o").replacingOccurrences(of: "2026-01-31T12:00:01", with: time)
      #expect(try await collector.ingest(Batch().with("c", spans: [call]).json).status == 200)
      let answer = try await collector.get("/api/token-usage/summary/?group_by=day")
      let day = (answer.json["results"] as? [[String: Any]])?.first?["group"] as? String
      #expect(day == String(Timestamp.now().iso8601.prefix(10)))
      let row = try #require(try await Self.usage(collector).first)
      #expect((row["started_at"] as? String)?.hasPrefix(time) == true)
    }
  }
}
