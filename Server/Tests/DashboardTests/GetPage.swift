import CollectorStore
import Dashboard
import Hummingbird
import HummingbirdTesting
import TestSupport

/// What a dashboard answered.
struct Answer {
  let status: Int
  let html: String
  let headers: HTTPFields
}

/// Gets a page of a dashboard over `store`.
func get(
  _ path: String, from store: TemporaryStore, access: Dashboard.Access = .thisMachine(OperatorScope()),
  authority: String = "127.0.0.1:8787"
) async throws -> Answer {
  let router = Router()
  router.add(middleware: FixedAuthority(authority: authority))
  Dashboard(store: store.store, access: access).addRoutes(to: router)
  return try await Application(router: router).test(.router) { client in
    return try await client.execute(uri: path, method: .get) { response in
      Answer(
        status: response.status.code, html: String(buffer: response.body), headers: response.headers)
    }
  }
}

/// Gives requests the Host header of the test: the test client's is always `localhost`.
private struct FixedAuthority<Context: RequestContext>: RouterMiddleware {
  let authority: String

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var head = request.head
    head.authority = authority
    return try await next(Request(head: head, body: request.body), context)
  }
}
