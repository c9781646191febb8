import CollectorStore
import Hummingbird
import JSONText

/// `GET /api/conversations/`, and one of them, its row number or its attachments.
struct ConversationRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("conversations/lookup", get: lookup)
    api.route("conversations/:pk/attachments", get: attachments)
    MetadataRoutes(store: store).add(to: api)
  }

  @Sendable func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let query = list.query
    let isFull = query["full"] != "false"
    var filter = try ConversationFilter(query: query, environments: credential.environments)
    let withTickets = try query.includesTickets()
    if withTickets { filter.hasTickets = true }
    let order = query["ordering"].flatMap { ConversationOrder(parameter: $0) } ?? .newestFirst
    let page = try await store.conversations(
      for: .agent(credential.scope), filter: filter, order: order, offset: list.slice.offset,
      limit: list.slice.limit, withTranscripts: isFull, withTickets: withTickets)
    let files = origin.files(of: store, for: request)
    return try list.respond(count: page.count) { json in
      json.array { json in
        for conversation in page.conversations {
          let transcript = page.transcripts[conversation.id]
          json.conversation(conversation, transcript, files, ticketsAlone: !isFull)
        }
      }
    }
  }

  @Sendable func detail(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let found = try await store.conversation(try context.row(), for: .agent(credential.scope))
    guard let (conversation, transcript) = found else { throw APIError.notFound }
    let files = origin.files(of: store, for: request)
    let isFull = request.query["full"] != "false"
    return Response.json { $0.conversation(conversation, isFull ? transcript : nil, files) }
  }

  @Sendable private func attachments(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let found = try await store.conversation(try context.row(), for: .agent(credential.scope))
    guard let (conversation, transcript) = found else { throw APIError.notFound }
    let files = origin.files(of: store, for: request)
    return Response.json { $0.attachments(of: conversation, transcript, files) }
  }

  /// The row number of a caller's id. It takes the write role, as it does upstream.
  @Sendable private func lookup(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var filter = ConversationFilter()
    filter.conversationID = request.query["conversation_id"] ?? ""
    filter.includesDeleted = true
    let page = try await store.conversations(for: .agent(credential.scope), filter: filter, limit: 1)
    guard let row = page.conversations.first else { throw APIError.notFound }
    return Response.json { json in
      json.object {
        $0.member("id", row.id)
        $0.member("conversation_id", row.conversationID)
      }
    }
  }
}
