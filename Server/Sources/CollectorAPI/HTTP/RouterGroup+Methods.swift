import CollectorStore
import Hummingbird

extension RouterGroup<CollectorContext> {
  typealias Handler = @Sendable (Request, CollectorContext, Credential) async throws -> Response

  /// Registers a path with its handlers by method; the other methods answer 405.
  func route(
    _ path: RouterPath, get: Handler? = nil, post: Handler? = nil, patch: Handler? = nil,
    delete: Handler? = nil
  ) {
    let handlers: [(HTTPRequest.Method, Handler?)] = [
      (.get, get), (.post, post), (.put, nil), (.patch, patch), (.delete, delete),
      (.options, nil),
    ]
    for (method, handler) in handlers {
      on(path, method: method) { request, context in
        let credential = try context.requireCredential()
        guard let handler else {
          throw APIError(.methodNotAllowed, detail: "Method \"\(method.rawValue)\" not allowed.")
        }
        return try await handler(request, context, credential)
      }
    }
  }
}

extension Credential {
  /// - Throws: 403 for a key that may only read.
  func requireWriteRole() throws {
    guard role == .write else {
      throw APIError(.forbidden, detail: "This API key may only read. Use a key with the write role.")
    }
  }
}
