import CollectorStore
import Hummingbird
import JSONText

/// `/api/actions/` (contract 4.8).
struct ActionRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    let writing = ActionWriting(store: store)
    api.route("actions", get: list, post: writing.post)
    api.route("actions/:pk", get: detail, patch: writing.patch)
    api.route("actions/:pk/logs", get: logs)
  }

  @Sendable private func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    var filter = ActionFilter()
    filter.name = list.text("name")
    filter.nameContains = list.text("name__icontains")
    filter.displayName = list.text("display_name")
    filter.search = list.text("search")
    let page = try await store.actions(
      of: credential.scope, filter: filter, order: list.order(otherwise: .name, isDescending: false),
      slice: list.slice)
    return try list.respond(with: page) { $0.definition($1, of: credential.scope) }
  }

  @Sendable private func detail(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let found = try await store.action(try context.row(), of: credential.scope)
    guard let (definition, _) = found else { throw APIError.notFound }
    return Response.json { $0.definition(definition, of: credential.scope) }
  }

  /// Every time the action was done, as a bare array.
  @Sendable private func logs(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let found = try await store.action(try context.row(), of: credential.scope)
    guard let (_, log) = found else { throw APIError.notFound }
    return Response.json { json in json.array { json in for row in log { json.action(row) } } }
  }
}

extension JSONWriter {
  mutating func definition(_ row: ActionDefinition, of scope: AgentScope) {
    object { json in
      json.member("id", row.id)
      json.member("name", row.name)
      json.member("display_name", row.displayName)
      json.member("description", row.description)
      json.member("agent", scope.id)
    }
  }
}
