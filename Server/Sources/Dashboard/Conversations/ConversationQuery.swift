import CollectorStore
import Hummingbird

/// The query of the conversations page's address: the fields of its form, and where the page starts.
struct ConversationQuery {
  /// The fields that say something, in the form's order.
  let fields: [(name: String, value: String)]
  let search: ConversationSearch
  let place: ConversationSearch.Place?
  /// What could not be understood, in words for the person at the form.
  let problems: [String]

  static let names = [
    "text", "from", "to", "environment", "agent", "person", "device", "channel", "language", "tool", "errors",
    "feedback", "marked", "key", "value", "sort",
  ]
  private static let longest = 255

  init(_ request: Request, _ calendar: LocalCalendar) {
    let form = Form(request.uri.query ?? "")
    self.init(form, calendar)
  }

  init(_ form: Form, _ calendar: LocalCalendar) {
    fields = Self.names.compactMap { name in
      let value = String(form.text(name).prefix(Self.longest))
      return value.isEmpty ? nil : (name, value)
    }
    place = form["after"].flatMap(Self.place)
    let values = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    var reader = Reader(values: values, calendar: calendar)
    search = reader.search()
    problems = reader.problems
  }

  /// Whether something narrows the list.
  var isNarrowed: Bool { fields.contains { $0.name != "sort" } }

  subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The query without the place, as it is saved and linked to.
  var text: String {
    fields.map { "\($0.name)=\(percentEncoded($0.value))" }.joined(separator: "&")
  }

  func path(to page: String = "/conversations", after place: ConversationSearch.Place? = nil) -> String {
    let after = place.map { "after=\($0.value).\($0.id)" }
    let parts = [text.isEmpty ? nil : text, after].compactMap(\.self)
    return parts.isEmpty ? page : page + "?" + parts.joined(separator: "&")
  }

  private static func place(_ text: String) -> ConversationSearch.Place? {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let value = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
    return .init(value: value, id: id)
  }
}

/// Turns the form's fields into a search.
private struct Reader {
  let values: [String: String]
  let calendar: LocalCalendar
  var problems: [String] = []

  mutating func search() -> ConversationSearch {
    var search = ConversationSearch()
    search.sort = values["sort"].flatMap(ConversationSearch.Sort.init) ?? .newest
    var filter = ConversationFilter()
    filter.messageContains = values["text"]
    filter.environment = values["environment"]
    filter.agentID = values["agent"].map { Int64($0) ?? 0 }
    filter.customerID = values["person"]
    filter.device = values["device"]
    filter.source = values["channel"]
    filter.language = values["language"]
    filter.actionName = values["tool"]
    filter.hasErrors = values["errors"].flatMap { ["yes": true, "no": false][$0] }
    filter.isMarked = values["marked"] == "yes" ? true : nil
    if let day = day("from") { filter.startedAfter = calendar.start(ofDay: day).start }
    if let day = day("to") {
      filter.startedBefore = Timestamp(microseconds: calendar.start(ofDay: day + 1).start.microseconds - 1)
    }
    readFeedback(&filter)
    readMetadata(&filter)
    search.filter = filter
    return search
  }

  /// A day of the calendar as a number of days since 1970-01-01.
  private mutating func day(_ name: String) -> Int? {
    guard let text = values[name] else { return nil }
    guard text.count == 10, let moment = Timestamp(iso8601: text + "T00:00:00Z") else {
      problems.append("'\(text)' is no date: write it as 2026-01-31.")
      return nil
    }
    return Int(moment.microseconds / 86_400_000_000)
  }

  private func readFeedback(_ filter: inout ConversationFilter) {
    switch values["feedback"] {
    case "any": filter.hasFeedback = true
    case "none": filter.hasFeedback = false
    case let sentiment? where ["positive", "neutral", "negative"].contains(sentiment):
      filter.feedbackSentiment = sentiment
    default: break
    }
  }

  private mutating func readMetadata(_ filter: inout ConversationFilter) {
    guard let key = values["key"] else {
      if values["value"] != nil { problems.append("Name the metadata key that has this value.") }
      return
    }
    let path = key.split(separator: ".").map(String.init)
    filter.metadata = [
      MetadataCondition(path: path, value: values["value"].map { .written($0) } ?? .anything)
    ]
  }
}
