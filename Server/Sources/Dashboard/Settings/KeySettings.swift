import CollectorStore
import Hummingbird

extension Dashboard {
  /// - Parameters:
  ///   - key: One that has just been made, and is shown this once.
  ///   - form: What was typed, where it was not taken.
  func keysPage(
    _ request: Request, _ viewer: Viewer, key: APIKey? = nil, form: Form = Form(""), problem: String? = nil
  ) async throws -> Response {
    let client = try viewer.requireOwnClient()
    let agents = try await store.agents(of: client)
    let roles = [("write", "Write: what an agent sends with"), ("read", "Read: for programs that look")]
    let calendar = try await calendar(of: client)
    let view = KeysView(
      keys: try await store.keys(of: client).map { KeyView($0, calendar) }, key: key?.text,
      notice: request.notice(["revoked": "The key is revoked. It is refused from now on."]),
      fields: [
        FormField(
          "agent", "Agent", form.text("agent"), hint: "One that does not exist yet is made.",
          problem: problem, isRequired: true, suggestions: agents.map(\.name)),
        FormField(
          "name", "Name of the key", form.text("name"),
          hint: "Who uses it, as tickets and comments show it; empty: the agent's name."),
        FormField(
          "role", "Role",
          choices: roles.map { .init(value: $0, name: $1, isChosen: $0 == form.text("role")) }),
      ])
    return try await settingsPage(
      .keySettings, view, viewer, at: "keys", status: problem == nil ? .ok : .unprocessableContent)
  }

  func createKey(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let client = try viewer.requireOwnClient()
    let form = try await Form(collecting: &request)
    guard let role = APIKey.Role(rawValue: form.text("role")) else { throw HTTPError(.badRequest) }
    do {
      let key = try await store.createKey(
        agent: form.text("agent"), role: role, name: form.text("name"), of: client)
      return try await keysPage(request, viewer, key: key)
    } catch let error as StoreError {
      return try await keysPage(request, viewer, form: form, problem: "\(error)")
    }
  }

  func revokeKey(_ viewer: Viewer, id: String?) async throws -> Response {
    let client = try viewer.requireOwnClient()
    guard let id = id.flatMap({ Int64($0) }) else { throw HTTPError(.notFound) }
    try await found { try await store.revokeKey(id, of: client) }
    return .seeOther("/settings/keys?done=revoked")
  }

  /// Answers 404 for what the client does not have.
  func found(_ change: () async throws -> Void) async throws {
    do { try await change() } catch TenantError.unknown { throw HTTPError(.notFound) }
  }
}

private struct KeysView {
  let keys: [KeyView]
  let key: String?
  let notice: String?
  let fields: [FormField]
}

private struct KeyView {
  let id: String
  let prefix: String
  let name: String
  let agent: String
  let role: String
  let created: PageTime
  let revoked: PageTime?

  init(_ row: KeyRow, _ calendar: LocalCalendar) {
    (id, prefix, name, agent) = ("\(row.id)", row.prefix, row.name, row.agent)
    role = row.role.rawValue
    created = PageTime(row.createdAt, in: calendar)
    revoked = row.revokedAt.map { PageTime($0, in: calendar) }
  }
}
