import CollectorStore
import Hummingbird

/// Lets through whoever has signed in, and forms that our own pages have sent.
struct SessionGuard<Parent: RequestContext>: RouterMiddleware {
  typealias Context = PageContext<Parent>
  let store: CollectorStore
  let cookie: SessionCookie

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let token = cookie.token(in: request), let session = try await store.session(token) else {
      return signInFirst(request)
    }
    guard let viewer = try await Viewer.of(session, atHostOf: context.host.client, in: store) else {
      throw AccessError.noClient
    }
    var (request, context) = (request, context)
    context.viewer = viewer
    do {
      if isUnsafe(request.method) {
        let form = try await Form(collecting: &request)
        guard isOwnForm(request), form["form_token"] == viewer.formToken else {
          throw AccessError.foreignForm
        }
      }
      return try await next(request, context)
    } catch {
      // A page of their own, with the way to the other pages.
      return try await Page.of(error, for: request, context.logger) {
        try await Frame.of(viewer, section: "", in: store)
      }
    }
  }

  private func signInFirst(_ request: Request) -> Response {
    // A page can be asked for again after signing in; a form cannot.
    let path = request.method == .get ? request.uri.description : "/"
    return .seeOther("/sign-in?next=\(percentEncoded(path))")
  }
}

/// Methods that change something.
func isUnsafe(_ method: HTTPRequest.Method) -> Bool { method != .get && method != .head }

/// Whether a browser says that the page which sent this form is of the host that it went to. One that says
/// nothing is old; the form token is then what tells.
func isOwnForm(_ request: Request) -> Bool {
  if let site = request.headers[.init("Sec-Fetch-Site")!], site != "same-origin", site != "none" {
    return false
  }
  guard let origin = request.headers[.origin] else { return true }
  let authority = origin.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first
  return authority.map(String.init) == request.head.authority
}
