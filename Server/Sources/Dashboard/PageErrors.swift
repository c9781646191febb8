import Hummingbird
import NIOHTTP1

/// Gives errors outside the API a page of their own.
struct PageErrors<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.split(separator: "/").first != "api" else {
      return try await next(request, context)
    }
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      return Page.message(.notFound, title: "Not found", text: "There is no page at this address.")
    } catch let error as any HTTPResponseError {
      throw error
    } catch let error as HTTPParserError {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      context.logger.error("A page failed", metadata: ["error.type": "\(type(of: error))"])
      return Page.message(
        .internalServerError, title: "Something went wrong",
        text: "The page could not be made. The collector's log says more.")
    }
  }
}
