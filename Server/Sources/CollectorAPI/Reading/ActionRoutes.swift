import CollectorStore
import Hummingbird
import JSONText

/// Reading `/api/actions/` (contract 4.8).
struct ActionRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("actions", get: list)
    api.route("actions/:pk", get: detail)
    api.route("actions/:pk/logs", get: logs)
  }

  @Sendable private func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let order = list.text("ordering").flatMap { ListOrder<ActionDefinition.Column>(parameter: $0) }
    let page = try await store.actions(
      of: credential.scope, name: list.text("name"),
      search: list.text("search") ?? list.text("name__icontains") ?? list.text("display_name"),
      order: order ?? ListOrder(.name, isDescending: false), slice: list.slice)
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
  fileprivate mutating func definition(_ row: ActionDefinition, of scope: AgentScope) {
    object { json in
      json.member("id", row.id)
      json.member("name", row.name)
      json.member("display_name", row.displayName)
      json.member("description", row.description)
      json.member("agent", scope.id)
    }
  }
}
