import CollectorStore
import Hummingbird

extension Dashboard {
  func environmentsPage(
    _ request: Request, _ viewer: Viewer, form: Form = Form(""), problem: String? = nil
  ) async throws -> Response {
    let client = try viewer.requireOwnClient()
    let agents = try await store.agents(of: client)
    let view = EnvironmentsView(
      agents: agents.map(AgentView.init), isEmpty: agents.isEmpty, problem: problem,
      notice: request.notice([
        "created": "The environment is there.", "renamed": "The environment has its new name.",
        "deleted": "The environment is deleted.",
      ]),
      fields: [
        FormField(
          "agent", "Agent",
          choices: agents.map {
            .init(value: "\($0.id)", name: $0.name, isChosen: "\($0.id)" == form["agent"])
          }
        ),
        FormField(
          "slug", "Short name", form.text("slug"),
          hint: "What conversations name it by: lower-case letters, digits, - and _. It never changes.",
          isRequired: true),
        FormField("name", "Name", form.text("name"), hint: "What people read; empty: the short name."),
      ])
    return try await settingsPage(
      .environmentSettings, view, viewer, at: "environments",
      status: problem == nil ? .ok : .unprocessableContent)
  }

  /// Makes, renames or deletes an environment, by the button that was pressed.
  func changeEnvironments(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let client = try viewer.requireOwnClient()
    let form = try await Form(collecting: &request)
    guard let agent = Int64(form.text("agent")), let action = form["action"] else {
      throw HTTPError(.badRequest)
    }
    let (slug, name) = (form.text("slug"), form.text("name"))
    do {
      try await found {
        switch action {
        case "create":
          try await store.createEnvironment(
            slug, name: name.isEmpty ? slug : name, isProduction: form["production"] != nil, ofAgent: agent,
            of: client)
        case "rename": try await store.renameEnvironment(slug, to: name, ofAgent: agent, of: client)
        case "delete": try await store.deleteEnvironment(slug, ofAgent: agent, of: client)
        default: throw HTTPError(.badRequest)
        }
      }
    } catch let error as TenantError {
      return try await environmentsPage(request, viewer, form: form, problem: "\(error)")
    } catch let error as StoreError {
      return try await environmentsPage(request, viewer, form: form, problem: "\(error)")
    }
    return .seeOther("/settings/environments?done=\(action)d")
  }
}

private struct EnvironmentsView {
  let agents: [AgentView]
  let isEmpty: Bool
  let problem: String?
  let notice: String?
  let fields: [FormField]
}

private struct AgentView {
  let id: String
  let name: String
  let environments: [EnvironmentView]

  init(_ agent: OwnAgent) {
    (id, name) = ("\(agent.id)", agent.name)
    environments = agent.environments.map {
      EnvironmentView(
        agent: "\(agent.id)", agentName: agent.name, slug: $0.slug, name: $0.name,
        isProduction: $0.isProduction, canDelete: !["production", "development"].contains($0.slug))
    }
  }
}

private struct EnvironmentView {
  let agent: String
  let agentName: String
  let slug: String
  let name: String
  let isProduction: Bool
  let canDelete: Bool
}
