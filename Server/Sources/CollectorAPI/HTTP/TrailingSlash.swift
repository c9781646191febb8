import Hummingbird

/// The product's paths end in a slash and answer 404 without it, with no redirect: a client that follows
/// one turns its POST into a GET and takes the answer for success.
struct TrailingSlash: RouterMiddleware {
  func handle(
    _ request: Request, context: CollectorContext,
    next: (Request, CollectorContext) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.hasSuffix("/") else { throw APIError.notFound }
    return try await next(request, context)
  }
}
