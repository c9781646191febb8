import CollectorStore
import HTTPTypes
import Hummingbird
import Synchronization

/// Requests by route, method and status, and how long they took. Routes are the patterns that were
/// registered and methods a closed list, so that no caller can make the number of figures grow.
public final class HTTPMetrics: Sendable {
  struct Route: Hashable, Comparable {
    let method: String
    let pattern: String

    static func < (left: Route, right: Route) -> Bool {
      (left.pattern, left.method) < (right.pattern, right.method)
    }
  }

  struct Figures {
    var answers: [Int: Int] = [:]
    var seconds = Histogram.seconds
  }

  private let figures = Mutex<[Route: Figures]>([:])

  public init() {}

  var current: [Route: Figures] { figures.withLock { $0 } }

  func record(_ method: HTTPRequest.Method, _ pattern: String?, status: Int, duration: Duration) {
    let known: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .head, .options]
    let route = Route(
      method: known.contains(method) ? method.rawValue : "other", pattern: pattern ?? "unmatched")
    figures.withLock {
      $0[route, default: Figures()].answers[status, default: 0] += 1
      $0[route, default: Figures()].seconds.record(duration / .seconds(1))
    }
  }
}

/// Numbers, counts and logs every request.
public struct RequestLog: RouterMiddleware {
  let metrics: HTTPMetrics

  public init(metrics: HTTPMetrics) { self.metrics = metrics }

  public func handle(
    _ request: Request, context: CollectorContext,
    next: (Request, CollectorContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as any HTTPResponseError {
      response = try error.response(from: request, context: context)
    }
    let duration = ContinuousClock.now - start
    response.headers[.requestID] = context.id
    metrics.record(
      request.method, context.endpointPath, status: response.status.code, duration: duration)
    // The pattern of the route, not its path: paths and queries name conversations and customers.
    context.logger.info(
      "Request",
      metadata: [
        "method": "\(request.method)", "route": "\(context.endpointPath ?? "unmatched")",
        "status": "\(response.status.code)", "ms": "\(duration / .milliseconds(1))",
        "peer": "\(context.peer ?? "unknown")",
      ])
    return response
  }
}

extension HTTPField.Name {
  static var requestID: HTTPField.Name { HTTPField.Name("X-Request-Id")! }
}
