import ConversationTracker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a call answers: one JSON object.
struct Answer: Encodable {
  var status: Int32 = 0
  var error = ""
  var counts: [String: Int?] = [:]
  var countsByKind: [String: [Int]] = [:]
  var items: [[Field]]?
  var id: String?

  enum Field: Encodable {
    case number(Int)
    case text(String?)  // nil: a report does not keep texts

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      }
    }
  }

  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(status, forKey: Key(stringValue: "status"))
    try container.encode(error, forKey: Key(stringValue: "error"))
    for (name, value) in counts { try container.encode(value, forKey: Key(stringValue: name)) }
    for (name, value) in countsByKind { try container.encode(value, forKey: Key(stringValue: name)) }
    try container.encodeIfPresent(items, forKey: Key(stringValue: "items"))
    try container.encodeIfPresent(id, forKey: Key(stringValue: "id"))
  }
}

extension Answer {
  mutating func take(_ failure: ConversationTracker.Failure) {
    status = failure.code.rawValue
    error = failure.messageWithNamesOfC
    if let report = failure.report { take(report) }
  }

  mutating func take(_ report: ConversationTracker.Report) {
    counts = [
      "delivered": report.delivered, "failed": report.failed, "remaining": report.remaining,
      "requests": report.requests, "http_status": report.httpStatus ?? 0,
    ]
    countsByKind = ["delivered_of": byKind(report.deliveredByKind), "failed_of": byKind(report.failedByKind)]
    items = report.items.map(shown)
  }

  func byKind(_ counts: [ConversationTracker.Kind: Int]) -> [Int] {
    ConversationTracker.Kind.allCases.map { counts[$0] ?? 0 }
  }

  func shown(_ item: ConversationTracker.Item) -> [Field] {
    let kind = ConversationTracker.Kind.allCases.firstIndex(of: item.kind) ?? -1
    let outcome = ConversationTracker.Outcome.allCases.firstIndex(of: item.outcome) ?? -1
    let time = Int((item.time.timeIntervalSince1970 * 1_000_000).rounded())
    return [
      .number(kind), .number(outcome), .number(Int(item.error?.rawValue ?? 0)), .number(time),
      .text(item.conversationID), .text(item.text),
    ]
  }
}

extension ConversationTracker.Failure {
  /// The scenarios name fields as C does.
  fileprivate var messageWithNamesOfC: String {
    let names = [
      "apiKey": "api_key", "attachments:": "count:", "attachments[": "files[",
      "conversationID": "conversation_id",
      "duration:": "duration_ns:", "endedAt": "ended_at_ns", "startedAt": "started_at_ns",
      "toolsUsed": "tools_used",
    ]
    return names.reduce(message) { $0.replacing($1.key, with: $1.value) }
  }
}
