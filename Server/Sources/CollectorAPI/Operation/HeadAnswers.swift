import Hummingbird

/// Answers HEAD with what GET would answer but its body, which the caller would take for the next answer. The
/// router does so for the paths that it knows.
public struct HeadAnswers: RouterMiddleware {
  public init() {}

  public func handle(
    _ request: Request, context: CollectorContext,
    next: (Request, CollectorContext) async throws -> Response
  ) async throws -> Response {
    let response = try await next(request, context)
    return request.method == .head ? response.createHeadResponse() : response
  }
}
