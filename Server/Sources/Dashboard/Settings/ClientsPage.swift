import CollectorStore
import Hummingbird

/// The clients of this collector, for the operator.
extension Dashboard {
  func clientsPage(
    _ request: Request, _ viewer: Viewer, name: String = "", problem: String? = nil
  ) async throws -> Response {
    guard viewer.person.isOperator else { throw HTTPError(.notFound) }
    let view = ClientsView(
      clients: viewer.choices.map { .init(id: "\($0.scope.id)", name: $0.name) },
      fields: [FormField("name", "Name", name, problem: problem, isRequired: true)])
    return try await settingsPage(
      .clientSettings, view, viewer, at: "clients", status: problem == nil ? .ok : .unprocessableContent)
  }

  /// Makes a client, and goes on to its brand.
  func createClient(_ request: Request, _ viewer: Viewer) async throws -> Response {
    guard viewer.person.isOperator else { throw HTTPError(.notFound) }
    var request = request
    let name = try await Form(collecting: &request).text("name")
    do {
      // The viewer is an operator, who may see and make every client.
      let client = try await store.createClient(name, for: OperatorScope())
      try await store.choose(client, in: viewer.session)
      return .seeOther("/settings/brand")
    } catch let error as TenantError {
      return try await clientsPage(request, viewer, name: name, problem: "\(error)")
    } catch let error as StoreError {
      return try await clientsPage(request, viewer, name: name, problem: "\(error)")
    }
  }
}

private struct ClientsView {
  let clients: [Client]
  let fields: [FormField]

  struct Client {
    let id: String
    let name: String
  }
}
