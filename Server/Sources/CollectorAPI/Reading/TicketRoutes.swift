import CollectorStore
import Hummingbird
import JSONText

/// Reading `/api/tickets/` and what was said about them (contract 4.7).
struct TicketRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    let writing = TicketWriting(store: store)
    api.route("tickets", get: list, post: writing.post)
    api.route("tickets/:pk", get: detail, patch: writing.patch, delete: writing.delete)
    api.route("tickets/:pk/comments", get: comments, post: writing.postComment)
  }

  @Sendable private func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let page = try await store.tickets(
      of: credential.scope, filter: TicketFilter(list), order: list.order(otherwise: .createdAt),
      slice: list.slice)
    return try list.respond(with: page) { $0.ticket($1) }
  }

  @Sendable private func detail(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    guard let row = try await store.ticket(try context.row(), of: credential.scope) else {
      throw APIError.notFound
    }
    return Response.json { $0.ticket(row) }
  }

  @Sendable private func comments(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let page = try await store.comments(
      onTicket: try context.row(), of: credential.scope, slice: list.slice)
    guard let page else { throw APIError.notFound }
    return try list.respond(with: page) { $0.comment($1) }
  }
}

extension TicketFilter {
  fileprivate init(_ list: ListRequest) {
    self.init()
    statuses = list.texts("status")
    priority = list.text("priority")
    conversation = list.row("conversation")
    conversationID = list.text("conversation_id")
    hasConversation = list.flag("has_conversation")
    hasFeedback = list.flag("has_feedback")
    tags = (list.text("tags") ?? "").split(separator: ",").map { trimmed(String($0)) }.filter { !$0.isEmpty }
    search = list.text("search")
    createdAfter = list.time("created_at_after")
    createdBefore = list.time("created_at_before")
    updatedAfter = list.time("updated_at_after")
    updatedBefore = list.time("updated_at_before")
  }
}
