import CollectorStore
import Hummingbird

/// What a request for a page carries through its middleware.
struct PageContext<Parent: RequestContext>: ChildRequestContext {
  typealias ParentContext = Parent

  var coreContext: CoreRequestContextStorage
  /// Set by `BrandByHost`: the client whose host name was asked for, if it is one's.
  var host = HostBrand.none
  /// Set by `SessionGuard`.
  var viewer: Viewer?

  init(context: Parent) { coreContext = context.coreContext }

  /// The signed-in viewer.
  /// - Throws: where the route was registered outside `SessionGuard`.
  func requireViewer() throws -> Viewer {
    guard let viewer else { throw HTTPError(.unauthorized) }
    return viewer
  }
}

/// Whose host name a request was sent to.
struct HostBrand: Sendable {
  let client: ClientScope?
  let brand: Brand

  /// No client's.
  static let none = HostBrand(client: nil, brand: Brand(name: "Conversations"))

  static func of(_ request: Request, in store: CollectorStore) async throws -> HostBrand {
    let found = try await store.brand(atHost: hostName(of: request.head.authority ?? ""))
    return found.map { HostBrand(client: $0.scope, brand: $0.brand) } ?? .none
  }
}

/// Finds the brand that greets at the request's host name.
struct BrandByHost<Parent: RequestContext>: RouterMiddleware {
  typealias Context = PageContext<Parent>
  let store: CollectorStore

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.host = try await HostBrand.of(request, in: store)
    return try await next(request, context)
  }
}

/// The host of an authority such as `example.org:443` or `[::1]:8787`, in lower case.
func hostName(of authority: String) -> String {
  if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
    return String(authority[authority.index(after: authority.startIndex)..<end]).lowercased()
  }
  return authority.prefix { $0 != ":" }.lowercased()
}
