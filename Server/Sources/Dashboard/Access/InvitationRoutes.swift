import CollectorStore
import Hummingbird

/// The links with which people come in: the operator's set-up link and invitations to clients.
struct InvitationRoutes<Parent: RequestContext>: Sendable {
  typealias Context = PageContext<Parent>
  let store: CollectorStore
  let cookie: SessionCookie

  func add(open: RouterGroup<Context>) {
    open.get("welcome/:token") { request, context in
      let (token, invitation) = try await find(context)
      return try await form(token, invitation, request, context)
    }
    open.post("welcome/:token", use: accept)
  }

  private func find(_ context: Context) async throws -> (SecretToken, Invitation) {
    guard let token = context.parameters.get("token").flatMap({ SecretToken(text: $0) }),
      let invitation = try await store.invitation(token)
    else { throw PersonError.linkNotValid }
    return (token, invitation)
  }

  private func accept(_ request: Request, _ context: Context) async throws -> Response {
    var request = request
    let fields = try await Form(collecting: &request)
    guard isOwnForm(request) else { throw AccessError.foreignForm }
    let (token, invitation) = try await find(context)
    if fields["join"] != nil, let person = try await signedIn(request) {
      guard fields["form_token"] == token.derived(for: "\(person.id)") else { throw AccessError.foreignForm }
      try await store.accept(token, as: person)
      return .seeOther("/")
    }
    let (login, password) = (fields.text("login"), fields["password"] ?? "")
    do {
      try checkPassword(password, login: login)
      let hash = try await onPasswordThread { try PasswordHash.make(of: password) }
      let person = try await store.accept(token, login: login, name: fields.text("name"), password: hash)
      return .seeOther("/", setting: cookie.set(try await store.startSession(of: person)))
    } catch let error as PersonError where error != .linkNotValid {
      return try await form(token, invitation, request, context, fields, problem: "\(error)")
    }
  }

  private func signedIn(_ request: Request) async throws -> Person? {
    guard let token = cookie.token(in: request) else { return nil }
    return try await store.session(token)?.person
  }

  private func form(
    _ token: SecretToken, _ invitation: Invitation, _ request: Request, _ context: Context,
    _ fields: Form = Form(""), problem: String? = nil
  ) async throws -> Response {
    let person = try await signedIn(request)
    let view = WelcomeView(
      client: invitation.membership?.clientName, role: invitation.membership?.role.rawValue,
      path: "/welcome/\(token.text)", login: fields.text("login"), name: fields.text("name"),
      problem: problem, shortest: PasswordHash.shortest, present: person?.name,
      formToken: person.map { token.derived(for: "\($0.id)") })
    return Page.render(
      .welcome, view, title: "Welcome", in: Frame(host: context.host),
      status: problem == nil ? .ok : .unprocessableContent)
  }
}

private struct WelcomeView {
  let client: String?
  let role: String?
  let path: String
  let login: String
  let name: String
  let problem: String?
  let shortest: Int
  /// The name of the person who has signed in already, if one has.
  let present: String?
  let formToken: String?
}
