import CollectorStore
import Hummingbird

/// Lets a request through with the credential of its `Authorization: Api-Key …` header.
struct Authentication: RouterMiddleware {
  let store: CollectorStore
  let limiter = AttemptLimiter()

  func handle(
    _ request: Request, context: CollectorContext,
    next: (Request, CollectorContext) async throws -> Response
  ) async throws -> Response {
    guard let key = Self.key(in: request.headers) else { throw APIError.notAuthenticated }
    if let wait = limiter.wait(for: key, from: context.peer) { throw APIError.throttled(for: wait) }
    var context = context
    do {
      context.credential = try await store.authenticate(key)
      limiter.recordSuccess(of: key)
    } catch CredentialError.unknownKey {
      limiter.recordFailure(of: key, from: context.peer)
      // The product's ingest route names no way to authenticate and so cannot answer 401.
      let isIngest = request.pathComponents == ["api", "ingest"]
      throw isIngest
        ? APIError(.forbidden, detail: "Invalid API key.") : APIError.unauthorized("Invalid API key.")
    } catch CredentialError.revokedKey {
      limiter.recordFailure(of: key, from: context.peer)
      throw APIError.unauthorized("API key is inactive, expired or revoked.")
    }
    return try await next(request, context)
  }

  private static func key(in headers: HTTPFields) -> String? {
    guard let header = headers[.authorization] else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "api-key" else { return nil }
    return parts[1].trimmingPrefix(while: \.isWhitespace).description
  }
}

extension Request {
  /// The parts between slashes, however many slashes there are.
  var pathComponents: [Substring] { uri.path.split(separator: "/") }
}
