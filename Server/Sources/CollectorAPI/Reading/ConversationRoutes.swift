import CollectorStore
import Hummingbird
import JSONText

/// `GET /api/conversations/` and `GET /api/conversations/{pk}/`.
struct ConversationRoutes {
  let store: CollectorStore
  let scheme: String

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("conversations", get: list)
    api.route("conversations/:pk", get: detail)
  }

  @Sendable private func list(
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
    return Response.json { json in
      guard let pagination else { return Self.write(page, to: &json) }
      let address = "\(scheme)://\(request.head.authority ?? "localhost")\(request.uri.path)"
      pagination.write(count: page.count, address: address, query: query, to: &json) { json in
        Self.write(page, to: &json)
      }
    }
  }

  @Sendable private func detail(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    guard let id = context.parameters.get("pk", as: Int64.self),
      let (conversation, transcript) = try await store.conversation(id, for: .agent(credential.scope))
    else { throw APIError.notFound }
    return Response.json { $0.conversation(conversation, transcript) }
  }

  private static func write(_ page: ConversationPage, to json: inout JSONWriter) {
    json.array { json in
      for conversation in page.conversations {
        json.conversation(conversation, page.transcripts[conversation.id])
      }
    }
  }
}
