import CollectorAPI
import CollectorStore
import Foundation
import Hummingbird
import TestSupport
import Testing

/// What another tenant has, and every way to ask for it.
enum TenantWalk {
  /// Stands in everything that only its owner may see.
  static let canary = "canary7f3a"
  /// A conversation id that both tenants use.
  static let sharedID = "shared-id"
  static let traceID = "000000000000000000000000000000aa"

  /// All routes of the collector that answer to a key, from the router itself.
  static let routes: [(method: HTTPRequest.Method, path: String)] = {
    guard let store = try? TemporaryStore() else { return [] }
    let router = Router(context: CollectorContext.self)
    CollectorAPI(store: store.store, scheme: "http").addRoutes(to: router)
    return router.routes.map { ($0.method, "\($0.path)") }
      .filter { $0.1.hasPrefix("/api/") || $0.1.hasPrefix("api/") }
  }()

  /// The rows that `fill` makes in every table.
  static let rows = 1...3

  /// As many conversations as `rows`, with something of every kind.
  static func fill(_ collector: TestCollector) async throws {
    for row in rows {
      let fields = #"""
        "name":"\#(canary)","customer_id":"\#(canary)","device":"\#(canary)","language":"\#(canary)",
        "metadata":{"\#(canary)":"\#(canary)"}
        """#
      let spans = [
        turn(1, [.question(canary, at: 0), .answer(canary, at: 1)]),
        span(2, kind: "tool", from: 2, attributes: #""agentsight.tool.name":"\#(canary)\#(row)""#),
        span(3, kind: "button", from: 3, attributes: #""agentsight.button.event":"\#(canary)""#),
        span(4, kind: "llm", from: 4, attributes: #""gen_ai.request.model":"\#(canary)""#),
      ].map { $0.replacingOccurrences(of: "000000000000000000000000000000ff", with: traceID) }
      let id = row == 1 ? sharedID : "\(sharedID)-\(row)"
      #expect(try await collector.ingest(Batch().with(id, fields: fields, spans: spans).json).status == 200)
      let file = #"{"filename":"\#(canary)","mime_type":"text/plain","data":"Y2FuYXJ5"}"#
      for (path, body) in [
        ("attachments", #"{"conversation":\#(row),"sender":"agent","attachments":[\#(file)]}"#),
        (
          "feedbacks",
          #"{"kind":"conversation","conversation":\#(row),"sentiment":"positive","comment":"\#(canary)"}"#
        ),
        (
          "tickets",
          #"{"title":"\#(canary)","tags":["\#(canary)"],"conversation_id":\#(row),"feedback_id":\#(row)}"#
        ),
        ("tickets/\(row)/comments", #"{"body":"\#(canary)"}"#),
      ] {
        let answer = try await collector.post("/api/\(path)/", body)
        #expect(answer.status == 201, "\(path): \(answer.text)")
      }
    }
    let vote = #"{"kind":"message","message":1,"sentiment":"positive","topic":"\#(canary)"}"#
    #expect(try await collector.post("/api/feedbacks/", vote).status == 201)
  }

  /// The path with `row` in the place of a row, and queries that ask for as much as possible.
  static func addresses(_ path: String, row: Int) -> [String] {
    let parts = path.split(separator: "/").map { part -> String in
      switch part {
      case ":pk", "{pk}": "\(row)"
      case ":trace", "{trace}": traceID
      default: String(part)
      }
    }
    let base = "/" + parts.joined(separator: "/") + "/"
    return [
      base,
      base + "?conversation_id=\(sharedID)&include_deleted=true&payload=true&key=\(canary)",
      base
        + "?conversation=\(row)&message=\(row)&include_tickets=true&paginate=false&search=\(canary.prefix(6))",
    ]
  }

  /// A body that fits every route and names the other tenant's row wherever a row can be named. `number`
  /// makes it another request than the one before.
  static func body(row: Int, number: Int) -> String {
    let kind = ["conversation", "message", "agent"][number % 3]
    return #"""
      {"conversation_id":\#(row),"conversation":\#(row),"message":\#(row),"feedback_id":\#(row),
      "agent":\#(row),"kind":"\#(kind)","sentiment":"negative","title":"t","body":"b","name":"n\#(number)",
      "content":"c","sender":"agent","action_name":"x","button_event":"e","label":"l","value":"v",
      "is_marked":true,"metadata":{},"customer_id":"mine",
      "attachments":[{"filename":"f","mime_type":"text/plain","data":"eA=="}],
      "conversations":[{"conversation_id":"\#(sharedID)","spans":[\#(turn(1, [.question("mine", at: 0)]))]}]}
      """#
  }
}
