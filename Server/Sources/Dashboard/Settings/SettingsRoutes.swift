import CollectorStore
import Hummingbird

/// The pages on which owners set their client up.
extension Dashboard {
  func addSettings<Parent: RequestContext>(to signedIn: RouterGroup<PageContext<Parent>>) {
    let settings = signedIn.group("settings")
    settings.get { _, context in
      let viewer = try context.requireViewer()
      try viewer.require(.owner)
      return Response.seeOther(viewer.client == nil ? "/settings/clients" : "/settings/brand")
    }
    settings.get("brand") { try await brandPage($0, $1.requireViewer()) }
    settings.post("brand") { try await changeBrand($0, $1.requireViewer()) }
    settings.get("people") { try await peoplePage($0, $1.requireViewer()) }
    settings.post("people/invite") { try await invite($0, $1.requireViewer()) }
    settings.post("people/:id") {
      try await changePerson($0, $1.requireViewer(), id: $1.parameters.get("id"))
    }
    settings.post("invitations/:id") { _, context in
      try await withdraw(context.requireViewer(), id: context.parameters.get("id"))
    }
    settings.get("keys") { try await keysPage($0, $1.requireViewer()) }
    settings.post("keys") { try await createKey($0, $1.requireViewer()) }
    settings.post("keys/:id") { _, context in
      try await revokeKey(context.requireViewer(), id: context.parameters.get("id"))
    }
    settings.get("environments") { try await environmentsPage($0, $1.requireViewer()) }
    settings.post("environments") { try await changeEnvironments($0, $1.requireViewer()) }
    settings.get("retention") { try await retentionPage($0, $1.requireViewer()) }
    settings.post("retention") { try await changeRetention($0, $1.requireViewer()) }
    settings.get("figures") { try await figureSettingsPage($0, $1.requireViewer()) }
    settings.post("figures") { try await changeFigureSettings($0, $1.requireViewer()) }
    settings.get("clients") { try await clientsPage($0, $1.requireViewer()) }
    settings.post("clients") { try await createClient($0, $1.requireViewer()) }
  }

  /// Renders a page of the settings. `brand` is one that is not stored yet.
  func settingsPage(
    _ template: Template, _ view: Any, _ viewer: Viewer, at path: String, brand: Brand? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    var frame = try await frame(viewer, section: "/settings")
    if let brand { frame = Frame(viewer: viewer, brand: brand, section: "/settings") }
    let menu = SettingsMenu(viewer, at: path)
    return Page.render(
      template, SettingsView(menu: menu, formToken: viewer.formToken, page: view), title: menu.title,
      in: frame, status: status)
  }
}

/// What all pages of the settings have.
private struct SettingsView {
  let menu: SettingsMenu
  let formToken: String
  let page: Any
}

/// The parts of the settings.
struct SettingsMenu {
  struct Entry {
    let path: String
    let name: String
    let isHere: Bool
  }

  let entries: [Entry]
  let title: String

  private static let ofClient = [
    ("brand", "Brand"), ("people", "People"), ("keys", "Keys"), ("environments", "Environments"),
    ("retention", "Retention"), ("figures", "Figures"),
  ]

  init(_ viewer: Viewer, at path: String) {
    let ofClient = viewer.client == nil ? [] : Self.ofClient
    let all = ofClient + (viewer.person.isOperator ? [("clients", "Clients")] : [])
    entries = all.map { Entry(path: "/settings/\($0)", name: $1, isHere: $0 == path) }
    title = all.first { $0.0 == path }.map { "\($0.1) settings" } ?? "Settings"
  }
}

extension Viewer {
  /// The page on which the viewer makes keys, or chooses the client whose they are to be; nil for whoever may not.
  var keysPath: String? {
    role >= .owner ? client == nil ? "/settings/clients" : "/settings/keys" : nil
  }

  /// The client that an owner sets up.
  /// - Throws: `AccessError` for whoever may not, and where an operator has to choose a client first.
  func requireOwnClient() throws(AccessError) -> ClientScope {
    try require(.owner)
    return try requireClient()
  }
}

extension Request {
  /// What the page before this one has done, as it says in the address.
  func notice(_ texts: [String: String]) -> String? {
    uri.queryParameters["done"].flatMap { texts[String($0)] }
  }
}
