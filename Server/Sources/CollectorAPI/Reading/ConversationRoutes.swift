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
  }

  @Sendable func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let query = request.query
    let isFull = query["full"] != "false"
    let filter = try ConversationFilter(query: query, environments: credential.environments)
    let order = query["ordering"].flatMap { ConversationOrder(parameter: $0) } ?? .newestFirst
    let pagination = query["paginate"] == "false" ? nil : try Pagination(query: query)
    let page = try await store.conversations(
      for: .agent(credential.scope), filter: filter, order: order, offset: pagination?.offset ?? 0,
      limit: pagination?.size, withTranscripts: isFull)
    try pagination?.check(count: page.count)
    let files = origin.files(of: store, for: request)
    return Response.json { json in
      guard let pagination else { return Self.write(page, files, to: &json) }
      let address = origin.text(for: request) + request.uri.path
      pagination.write(count: page.count, address: address, query: query, to: &json) { json in
        Self.write(page, files, to: &json)
      }
    }
  }

  @Sendable func detail(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let found = try await store.conversation(try context.row(), for: .agent(credential.scope))
    guard let (conversation, transcript) = found else { throw APIError.notFound }
    let files = origin.files(of: store, for: request)
    return Response.json { $0.conversation(conversation, transcript, files) }
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

  private static func write(_ page: ConversationPage, _ files: FileAddresses, to json: inout JSONWriter) {
    json.array { json in
      for conversation in page.conversations {
        json.conversation(conversation, page.transcripts[conversation.id], files)
      }
    }
  }
}
