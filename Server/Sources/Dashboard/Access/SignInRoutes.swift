import CollectorStore
import Hummingbird
import NIOPosix

/// The door: signing in and out.
struct SignInRoutes<Parent: RequestContext>: Sendable {
  typealias Context = PageContext<Parent>
  let store: CollectorStore
  let cookie: SessionCookie
  let limiter: SignInLimiter

  func add(open: RouterGroup<Context>, signedIn: RouterGroup<Context>) {
    open.get("sign-in") { request, context in
      let next = request.uri.queryParameters["next"].map(String.init)
      return try await form(context, next: next)
    }
    open.post("sign-in", use: signIn)
    signedIn.post("sign-out") { _, context in
      try await store.endSession(context.requireViewer().session.token)
      return Response.seeOther("/sign-in", setting: cookie.removed)
    }
    signedIn.post("choose-client") { request, context in
      var request = request
      let form = try await Form(collecting: &request)
      let wanted = form["client"].flatMap { Int64($0) }
      let viewer = try context.requireViewer()
      let chosen = viewer.choices.first { $0.scope.id == wanted }?.scope
      try await store.choose(chosen, in: viewer.session)
      return Response.seeOther(ownPath(form["next"]))
    }
  }

  private func signIn(_ request: Request, _ context: Context) async throws -> Response {
    var request = request
    let fields = try await Form(collecting: &request)
    let (login, password) = (fields.text("login"), fields["password"] ?? "")
    guard isOwnForm(request) else { throw AccessError.foreignForm }
    let wait = await limiter.wait(for: login)
    guard wait == .zero else {
      let seconds = Int(wait.components.seconds) + 1
      var response = try await form(
        context, next: fields["next"], login: login,
        problem: "Too many attempts. Try again in \(counted(seconds, "second")).", status: .tooManyRequests)
      response.headers[.retryAfter] = "\(seconds)"
      return response
    }
    let candidate = try await store.signInCandidate(login: login)
    let expected = candidate?.password ?? .ofNobody
    let matches = try await onPasswordThread { expected.matches(password) }
    guard let person = candidate?.person, matches else {
      await limiter.noteFailure(of: login)
      return try await form(
        context, next: fields["next"], login: login, problem: "Sign-in name or password is wrong.",
        status: .unauthorized)
    }
    await limiter.noteSuccess(of: login)
    return .seeOther(ownPath(fields["next"]), setting: cookie.set(try await store.startSession(of: person)))
  }

  private func form(
    _ context: Context, next: String?, login: String = "", problem: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    // Nobody can sign in yet: say where the set-up link is to be found.
    let isNew = try await !store.hasOperator()
    let view = SignInView(
      brand: context.host.brand.name, text: context.host.brand.signInText, next: ownPath(next), login: login,
      problem: problem, isNew: isNew && context.host.client == nil)
    return Page.render(.signIn, view, title: "Sign in", in: Frame(host: context.host), status: status)
  }
}

private struct SignInView {
  let brand: String
  let text: String?
  let next: String
  let login: String
  let problem: String?
  let isNew: Bool
}

/// Where to go after a form: a path of ours, never another site.
func ownPath(_ path: String?) -> String {
  guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/\\"),
    !path.unicodeScalars.contains(where: { $0.value < 0x20 })
  else { return "/" }
  return path
}

/// Runs work that takes a core for a while off the threads that serve.
func onPasswordThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await NIOThreadPool.singleton.runIfActive { try work() }
}
