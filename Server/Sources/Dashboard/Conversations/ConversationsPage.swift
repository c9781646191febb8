import CollectorStore
import Hummingbird

extension Dashboard {
  private static var pageSize: Int { 30 }

  /// Conversations that pass the form's filters, page by page.
  func conversationsPage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let calendar = try await calendar(of: viewer)
    let query = ConversationQuery(request, calendar)
    let page = try await store.conversations(
      for: viewer.audience, search: query.search, behind: query.place, limit: Self.pageSize)
    let excerpts =
      if let text = query["text"] {
        try await store.excerpts(of: text, in: page.conversations)
      } else {
        try await store.beginnings(of: page.conversations)
      }
    let view = ConversationsView(
      query: query, choices: try await store.filterChoices(for: viewer.audience),
      list: ConversationListView(
        page, query, calendar, excerpts, total: query.isNarrowed ? nil : try await total(viewer)),
      saved: try await savedFilters(query, viewer), zone: calendar.name)
    return Page.render(
      .conversations, view, title: "Conversations", in: try await frame(viewer, section: "/conversations"))
  }

  private func total(_ viewer: Viewer) async throws -> Int {
    try await store.countConversations(for: viewer.audience)
  }

  private func savedFilters(_ query: ConversationQuery, _ viewer: Viewer) async throws -> SavedFiltersView? {
    guard let client = viewer.client else { return nil }
    return SavedFiltersView(
      try await store.savedFilters(of: client, for: viewer.person), query, viewer)
  }
}

/// The page of conversations.
struct ConversationsView {
  let form: FilterFormView
  let list: ConversationListView
  let saved: SavedFiltersView?
  let problems: [String]
  let zone: String
  let csv: String
  let json: String

  init(
    query: ConversationQuery, choices: FilterChoices, list: ConversationListView, saved: SavedFiltersView?,
    zone: String
  ) {
    form = FilterFormView(query, choices)
    self.list = list
    self.saved = saved
    self.zone = zone
    problems = query.problems
    csv = query.path(to: "/conversations/export.csv")
    json = query.path(to: "/conversations/export.json")
  }
}

/// The rows of a page and the way to the next one.
struct ConversationListView {
  let count: String?
  let conversations: [Row]
  /// What to say where there are none.
  let empty: String?
  let first: String?
  let next: String?
  let nextName: String

  struct Row {
    let path: String
    let title: String
    let agent: String
    let environment: String
    let customer: String?
    let messages: String
    let actions: String?
    let time: PageTime
    /// Where the text stands that was searched for; else what the person said first.
    let excerpt: Excerpt?
  }

  init(
    _ page: ConversationSearchPage, _ query: ConversationQuery, _ calendar: LocalCalendar,
    _ excerpts: [Int64: Excerpt], total: Int?
  ) {
    let isWhole = query.place == nil && page.next == nil
    count = (total ?? (isWhole ? page.conversations.count : nil)).map { counted($0, "conversation") }
    conversations = page.conversations.map { row in
      Row(
        path: "/conversations/\(row.id)", title: row.title, agent: row.agentName,
        environment: row.environment, customer: row.customerID,
        messages: counted(row.messageCount, "message"),
        actions: row.actionCount == 0 ? nil : counted(row.actionCount, "action"),
        time: PageTime(row.startedAt, in: calendar), excerpt: excerpts[row.id])
    }
    if !conversations.isEmpty {
      empty = nil
    } else if page.isCutShort {
      empty = "None of the conversations looked at so far passes these filters."
    } else {
      empty = query.place == nil ? "No conversation passes these filters." : "There are no more."
    }
    first = query.place == nil ? nil : query.path()
    next = page.next.map { query.path(after: $0) }
    nextName = page.isCutShort ? "Go on looking" : "Next page"
  }
}

extension ConversationRow {
  /// What a person knows the conversation by.
  var title: String { name ?? conversationID }
}

/// `1 message`, `2 messages`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
