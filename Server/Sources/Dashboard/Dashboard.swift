import CollectorStore
import Hummingbird

/// The pages for people: a list of conversations and a page for each. Rendered on the server, with no script.
///
/// There is no sign-in yet, so the pages are served to this machine alone: `Access` decides.
public struct Dashboard: Sendable {
  /// Who gets to see the pages.
  public enum Access: Sendable {
    /// Whoever reaches the loopback address, which takes an account on this machine.
    case thisMachine(OperatorScope)
    /// Nobody: the collector listens on an address that others can reach.
    case nobody
  }

  let store: CollectorStore
  let access: Access

  public init(store: CollectorStore, access: Access) {
    self.store = store
    self.access = access
  }

  public func addRoutes<Context: RequestContext>(to router: Router<Context>) {
    router.add(middleware: PageErrors())
    router.get("assets/:file") { _, context in
      try StyleSheet.respond(file: context.parameters.require("file"))
    }
    let pages = router.group().add(middleware: AccessGuard(access: access))
    guard case .thisMachine(let scope) = access else {
      // The routes exist, so that the guard can say why they stay closed.
      pages.get("/") { _, _ -> Response in throw HTTPError(.forbidden) }
      pages.get("conversations/:id") { _, _ -> Response in throw HTTPError(.forbidden) }
      return
    }
    let audience = Audience.everything(scope)
    pages.get("/") { request, _ in try await listPage(request, audience) }
    pages.get("conversations/:id") { _, context in
      try await conversationPage(context.parameters.get("id", as: Int64.self), audience)
    }
  }
}
