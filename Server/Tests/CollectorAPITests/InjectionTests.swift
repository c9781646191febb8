import CollectorStore
import Foundation
import TestSupport
import Testing

/// Texts that mean something to SQL, to its patterns, to JSON paths and to query strings, wherever a request
/// can put one: they are values and nothing else.
@Suite struct InjectionTests {
  static let corpus = [
    "'", "\"", "`", "' OR 1=1 --", "x' UNION SELECT hash FROM api_keys --", "1; DROP TABLE conversations",
    ")) --", "%", "_", "\\", "*", "^", "NEAR(a b)", "a OR", "\"open", "AND", "col:x", "\u{0}", "a\u{0}b",
    "$", "$.a[0]", "a.\"b", "a..b", ".", ":", "k:", ":v", "k:{", "k:[1", "k:'", "k:\u{0}", "k\":1", "-", "--",
    "-id; --", "id,(SELECT 1)", "started_at DESC", "-1", "0x10", "9223372036854775807",
    "9223372036854775808", "1e999", "NaN", "null", "true", "2026-01-31T12:00:00", "2026-13-45", "0000-00-00",
    "+", "é😀", "\u{202E}", "?", "?1", ":a", "@a", "$1", String(repeating: "%", count: 3000),
    String(repeating: "(", count: 3000), String(repeating: "a.", count: 2000),
  ]

  /// What each list looks at, one word for each.
  static let lists = [
    (
      "conversations",
      "ordering search name metadata metadata_key metadata_value conversation_id customer_id "
        + "customer_id__icontains message_contains action_name env started_at_after feedback_sentiment "
        + "is_marked include_tickets page page_size paginate full"
    ),
    (
      "feedbacks",
      "ordering search kind agent user conversation conversation_id message sentiment category topic reason "
        + "environment has_comment comment_contains created_at_before ticket_status include_tickets"
    ),
    (
      "tickets",
      "ordering search status priority tags conversation conversation_id has_feedback updated_at_after"
    ),
    ("actions", "ordering search name name__icontains display_name"),
    (
      "token-usage",
      "ordering model turn_id cost_source incomplete environment conversation started_at_before"
    ),
    ("token-usage/summary", "group_by currency model conversation_id"),
    ("spans", "ordering kind name span_id trace_id parent_span_id status environment payload"),
    ("buttons", "ordering event conversation_id"), ("buttons/stats", "event"),
    ("conversations/metadata-values", "key"), ("conversations/lookup", "conversation_id"),
  ]

  @Test(arguments: lists)
  func aTextInAQueryIsAValue(list: String, parameters: String) async throws {
    try await TestCollector.run { collector in
      try await TenantWalk.fill(collector)
      let before = try collector.store.dump()
      for text in Self.corpus {
        let encoded = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        for parameter in parameters.split(separator: " ") {
          let extra = parameter == "metadata_key" ? "&metadata_value=\(encoded)" : "&metadata_key=a"
          let answer = try await collector.get("/api/\(list)/?\(parameter)=\(encoded)\(extra)")
          let isAnAnswer = [200, 400, 403, 404].contains(answer.status)
          #expect(isAnAnswer, "\(parameter)=\(text.prefix(50)): \(answer.text.prefix(200))")
        }
      }
      #expect(try collector.store.dump() == before)
    }
  }

  @Test func aTextInAPathOrABodyIsAValue() async throws {
    try await TestCollector.run { collector in
      for text in Self.corpus {
        let encoded = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        for path in ["conversations/\(encoded)/", "traces/\(encoded)/", "tickets/\(encoded)/comments/"] {
          #expect(try await collector.get("/api/" + path).status == 404, "\(path.prefix(80))")
        }
        let id = String(text.unicodeScalars.prefix(200))
        let posted = try await collector.post(
          "/api/conversations/",
          #"{"conversation_id":\#(quoted(id)),"name":\#(quoted(id)),"environment":\#(quoted(id))}"#)
        #expect([200, 201].contains(posted.status), "\(posted.text)")
        let ticket = try await collector.post(
          "/api/tickets/", #"{"title":\#(quoted(id)),"tags":[\#(quoted(String(id.prefix(100))))]}"#)
        #expect(ticket.status == 201 && ticket.json["title"] as? String == trimmed(id), "\(ticket.text)")
        let action = try await collector.post("/api/actions/", #"{"name":\#(quoted("a" + id))}"#)
        #expect(action.status == 201 && action.json["name"] as? String == trimmed("a" + id), "\(action.text)")
      }
    }
  }

  /// SQLite's functions take a text's end for its first NUL unless they are told otherwise. LIKE always does,
  /// so a search for a part of a text ends there.
  @Test func aTextGoesOnBehindANul() async throws {
    try await TestCollector.run { collector in
      for id in ["a", "a\u{0}b"] {
        let posted = try await collector.post(
          "/api/conversations/", #"{"conversation_id":\#(quoted(id)),"name":\#(quoted("n" + id))}"#)
        #expect(posted.status == 201, "\(id.debugDescription): \(posted.text)")
      }
      for (query, count) in [
        ("conversation_id=a", 1), ("conversation_id=a%00b", 1), ("conversation_id=a%00", 0),
        ("customer_id=%00", 0),
      ] {
        let list = try await collector.get("/api/conversations/?" + query)
        #expect(list.json["count"] as? Int == count, "\(query): \(list.text.prefix(200))")
      }
      let feedback = #"{"kind":"conversation","conversation_id":"a\u0000c","sentiment":"neutral"}"#
      #expect(try await collector.post("/api/feedbacks/", feedback).status == 404)
    }
  }

  private func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
