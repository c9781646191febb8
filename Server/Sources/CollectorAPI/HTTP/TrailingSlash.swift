import Hummingbird

/// The product's paths end in a slash and answer 404 without it, with no redirect: a client that follows
/// one turns its POST into a GET and takes the answer for success.
struct TrailingSlash: RouterMiddleware {
  func handle(
    _ request: Request, context: CollectorContext,
    next: (Request, CollectorContext) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.hasSuffix("/") else { return Self.page }
    return try await next(request, context)
  }

  /// The product answers with a page here, where nothing but a slip in the address can lead.
  private static var page: Response {
    let text = """
      <!doctype html><html lang="en"><head><title>Not Found</title></head>
      <body><h1>Not Found</h1><p>The addresses of this API end in a slash.</p></body></html>

      """
    return Response(
      status: .notFound,
      headers: [
        .contentType: "text/html; charset=utf-8", .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy: "default-src 'none'",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
