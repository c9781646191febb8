import CollectorStore
import Hummingbird

/// One's own account: another password, and an end to what other browsers are signed in with.
struct AccountRoutes<Parent: RequestContext>: Sendable {
  typealias Context = PageContext<Parent>
  let store: CollectorStore
  /// For wrong present passwords: a browser that was left open is no way to guess one. It is not the door's, so
  /// that whoever sits there cannot close that one.
  let limiter: SignInLimiter

  func add(signedIn: RouterGroup<Context>) {
    signedIn.get("account") { request, context in
      try await page(context.requireViewer(), notice: request.notice(notices))
    }
    signedIn.post("account/password", use: changePassword)
    signedIn.post("account/sessions") { _, context in
      try await store.endOtherSessions(than: context.requireViewer().session)
      return Response.seeOther("/account?done=sessions")
    }
  }

  private func changePassword(_ request: Request, _ context: Context) async throws -> Response {
    var request = request
    let viewer = try context.requireViewer()
    let form = try await Form(collecting: &request)
    let wait = await limiter.wait(for: viewer.person.login)
    guard wait == .zero else {
      let seconds = Int(wait.components.seconds) + 1
      var response = try await page(
        viewer, problem: ("present", "Too many attempts. Try again in \(counted(seconds, "second"))."),
        status: .tooManyRequests)
      response.headers[.retryAfter] = "\(seconds)"
      return response
    }
    let (present, new) = (form["present"] ?? "", form["password"] ?? "")
    let stored = try await store.signInCandidate(login: viewer.person.login)?.password ?? .ofNobody
    guard try await onPasswordThread({ stored.matches(present) }) else {
      await limiter.noteFailure(of: viewer.person.login)
      return try await page(viewer, problem: ("present", "This is not your present password."))
    }
    await limiter.noteSuccess(of: viewer.person.login)
    do {
      try checkPassword(new, login: viewer.person.login)
    } catch let error as PersonError {
      return try await page(viewer, problem: ("password", "\(error)"))
    }
    guard new == form["repeated"] else {
      return try await page(viewer, problem: ("repeated", "This is not the same as the new password."))
    }
    let hash = try await onPasswordThread { try PasswordHash.make(of: new) }
    try await store.setPassword(of: viewer.person, to: hash, keeping: viewer.session.token)
    return .seeOther("/account?done=password")
  }

  private func page(
    _ viewer: Viewer, notice: String? = nil, problem: (field: String, text: String)? = nil,
    status: HTTPResponse.Status = .unprocessableContent
  ) async throws -> Response {
    func field(_ name: String, _ label: String, _ autocomplete: String, hint: String? = nil) -> FormField {
      FormField(
        name, label, hint: hint, problem: problem?.field == name ? problem?.text : nil, type: "password",
        autocomplete: autocomplete, isRequired: true)
    }
    let others = try await store.countOtherSessions(than: viewer.session)
    let view = AccountView(
      name: viewer.person.name, login: viewer.person.login, formToken: viewer.formToken, notice: notice,
      roles: AccountView.roles(viewer),
      fields: [
        field("present", "Present password", "current-password"),
        field(
          "password", "New password", "new-password",
          hint: "At least \(PasswordHash.shortest) characters. Other browsers are signed out with it."),
        field("repeated", "New password, once more", "new-password"),
      ],
      others: others > 0 ? counted(others, "other browser") : nil)
    return Page.render(
      .account, view, title: "Account", in: try await Frame.of(viewer, section: "", in: store),
      status: problem == nil ? .ok : status)
  }
}

private let notices = [
  "password": "The password is changed. You are signed out everywhere else.",
  "sessions": "You are signed out everywhere else.",
]

private struct AccountView {
  let name: String
  let login: String
  let formToken: String
  let notice: String?
  let roles: [Role]
  let fields: [FormField]
  let others: String?

  struct Role {
    let name: String
    let role: String
  }

  /// Of the clients that the viewer can choose here: at a client's own host name that is one.
  static func roles(_ viewer: Viewer) -> [Role] {
    guard !viewer.person.isOperator else { return [Role(name: "All clients", role: "operator")] }
    let shown = viewer.session.memberships.filter { membership in
      viewer.choices.contains { $0.scope == membership.scope }
    }
    return shown.map { Role(name: $0.clientName, role: $0.role.rawValue) }
  }
}
