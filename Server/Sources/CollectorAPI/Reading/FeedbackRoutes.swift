import CollectorStore
import Hummingbird
import JSONText

/// Reading `/api/feedbacks/` (contract 4.6).
struct FeedbackRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    let writing = FeedbackWriting(store: store)
    api.route("feedbacks", get: list, post: writing.post)
    api.route("feedbacks/:pk", get: detail, patch: writing.patch, delete: writing.delete)
  }

  @Sendable private func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let withTickets = try list.query.includesTickets()
    let filter = try FeedbackFilter(list, credential, withTickets: withTickets)
    let page = try await store.feedbacks(
      of: credential.scope, filter: filter, order: list.order(otherwise: .createdAt), slice: list.slice)
    guard withTickets else {
      return try list.respond(count: page.count) { json in
        json.key("counts")
        json.object { $0.member("all", Int64(page.count)) }
      } results: { json in
        json.array { json in for row in page.rows { json.feedback(row) } }
      }
    }
    let tickets = try await store.tickets(onFeedbacks: page.rows.map(\.id), of: credential.scope)
    let counts = try await store.ticketCounts(of: credential.scope, filter: filter)
    return try list.respond(count: page.count) { json in
      json.key("counts")
      json.ticketCounts(counts, all: page.count)
    } results: { json in
      json.array { json in for row in page.rows { json.feedback(row, with: tickets[row.id]) } }
    }
  }

  @Sendable private func detail(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    guard let row = try await store.feedback(try context.row(), of: credential.scope) else {
      throw APIError.notFound
    }
    let tickets = try await store.tickets(onFeedbacks: [row.id], of: credential.scope)
    return Response.json { $0.feedback(row, with: tickets[row.id]) }
  }
}

extension JSONWriter {
  fileprivate mutating func feedback(_ row: FeedbackRow, with ticket: TicketRow?) {
    feedback(row) { json in
      json.key("ticket")
      if let ticket { json.ticket(ticket) } else { json.null() }
    }
  }

  fileprivate mutating func ticketCounts(_ counts: [String: Int], all: Int) {
    let total = counts.values.reduce(0, +)
    object { json in
      json.member("all", Int64(all))
      json.member("tickets", Int64(total))
      json.member("open_tickets", Int64(total - (counts["done"] ?? 0) - (counts["closed"] ?? 0)))
      for status in Ticket.statuses { json.member(status, Int64(counts[status] ?? 0)) }
    }
  }
}

extension FeedbackFilter {
  /// - Throws: 400, or 403 for feedback on the product, which no key sees.
  fileprivate init(_ list: ListRequest, _ credential: Credential, withTickets: Bool) throws {
    self.init()
    kind = list.text("kind")
    guard kind != "product" else {
      throw APIError(.forbidden, detail: "Product feedback is not available to API keys.")
    }
    // A key sees what came through keys of one agent, and no user is behind any of it.
    isImpossible =
      list.row("agent").map { $0 != credential.scope.id } ?? false || list.text("user") != nil
    conversation = list.row("conversation")
    conversationID = list.text("conversation_id")
    message = list.row("message")
    sentiment = list.text("sentiment")
    category = list.text("category")
    topic = list.text("topic")
    reason = list.text("reason")
    environment = try list.query.environment(of: credential.environments)
    hasComment = list.flag("has_comment")
    commentContains = list.text("comment_contains")
    search = list.text("search")
    createdAfter = list.time("created_at_after")
    createdBefore = list.time("created_at_before")
    hasTicket = list.flag("has_ticket")
    ticketStatuses = list.texts("ticket_status")
    if withTickets {
      hasTicket = hasTicket ?? true
    } else if let field = ["has_ticket", "ticket_status"].first(where: { list.text($0) != nil }) {
      throw APIError(field: field, "Ticket filters need ?include_tickets=true on the API-key plane.")
    }
  }
}
