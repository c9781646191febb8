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

  /// The token that the page's forms send along.
  var formToken: String? { html.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/).map { String($0.1) } }

  /// The session that the answer begins, as a Cookie header.
  var cookie: String? { headers[.setCookie]?.split(separator: ";").first.map(String.init) }
}

/// Gets a page of a dashboard over `store` as its operator.
func get(_ path: String, from store: TemporaryStore, authority: String = "127.0.0.1:8787") async throws
  -> Answer
{
  try await Browser(store, cookie: store.operatorCookie(), authority: authority).get(path)
}

/// A browser that looks at a dashboard over a store.
struct Browser {
  let store: TemporaryStore
  var cookie: String?
  var authority = "127.0.0.1:8787"
  var isSecure = false

  init(
    _ store: TemporaryStore, cookie: String? = nil, authority: String = "127.0.0.1:8787",
    isSecure: Bool = false
  ) {
    (self.store, self.cookie, self.authority, self.isSecure) = (store, cookie, authority, isSecure)
  }

  func get(_ path: String) async throws -> Answer { try await send(.get, path) }

  /// Sends a form; `fields` is what the browser would encode.
  func post(
    _ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]
  ) async throws -> Answer {
    let body = fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    return try await send(.post, path, body, headers)
  }

  /// Sends a form with files, to a dashboard that may have seen others.
  func post(_ path: String, _ form: Multipart, to dashboard: Dashboard? = nil) async throws -> Answer {
    try await send(
      .post, path, ByteBuffer(bytes: form.body), [.contentType: Multipart.contentType], to: dashboard)
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: String = "", _ extra: HTTPFields = [:],
    to dashboard: Dashboard? = nil
  ) async throws -> Answer {
    try await send(method, path, ByteBuffer(string: body), extra, to: dashboard)
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: ByteBuffer, _ extra: HTTPFields,
    to dashboard: Dashboard? = nil
  ) async throws -> Answer {
    let router = Router()
    router.add(middleware: FixedAuthority(authority: authority))
    (dashboard ?? Dashboard(store: store.store, isSecure: isSecure)).addRoutes(to: router)
    var headers = extra
    if let cookie { headers[.cookie] = cookie }
    if method == .post, headers[.contentType] == nil {
      headers[.contentType] = "application/x-www-form-urlencoded"
    }
    return try await Application(router: router).test(.router) { [headers] client in
      try await client.execute(uri: path, method: method, headers: headers, body: body) {
        Answer(status: $0.status.code, html: String(buffer: $0.body), headers: $0.headers)
      }
    }
  }

  private func encoded(_ text: String) -> String {
    text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
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
