import CollectorStore
import Hummingbird
import Logging
import NIOHTTP1

/// Gives errors outside the API a page of their own, in the brand of the host that was asked.
struct PageErrors<Context: RequestContext>: RouterMiddleware {
  let store: CollectorStore

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.split(separator: "/").first != "api" else {
      return try await next(request, context)
    }
    do {
      return try await next(request, context)
    } catch {
      return try await Page.of(error, for: request, context.logger) {
        Frame(host: (try? await HostBrand.of(request, in: store)) ?? .none)
      }
    }
  }
}

extension Page {
  /// The page that explains an error.
  /// - Throws: `error`, where it is no page's business.
  static func of(
    _ error: any Error, for request: Request, _ logger: Logger, in frame: () async throws -> Frame
  ) async throws -> Response {
    guard !(error is CancellationError), let explanation = Explanation(error, request.method) else {
      throw error
    }
    if explanation.status == .internalServerError {
      logger.error("A page failed", metadata: ["error.type": "\(type(of: error))"])
    }
    return Page.message(
      explanation.status, title: explanation.title, text: explanation.text, in: try await frame())
  }
}

/// What an error says to a person.
private struct Explanation {
  let status: HTTPResponse.Status
  let title: String
  let text: String

  /// Nil for errors that are no page's business.
  init?(_ error: any Error, _ method: HTTPRequest.Method) {
    switch error {
    case let error as HTTPError where error.status == .notFound:
      self.init(.notFound, "Not found", "There is no page at this address.")
    case let error as HTTPError where error.status == .contentTooLarge:
      self.init(.contentTooLarge, "Too large", "The form is larger than the collector takes.")
    case let error as AccessError: self.init(error)
    case let error as PersonError where error == .linkNotValid:
      self.init(.notFound, "This link has ended", "\(error)")
    case let error as PersonError: self.init(.unprocessableContent, "That did not work", "\(error)")
    case StoreError.invalidName: self.init(.unprocessableContent, "That did not work", "\(error)")
    case is SavedFilterError: self.init(.unprocessableContent, "That did not work", "\(error)")
    case is any HTTPResponseError, is HTTPParserError: return nil
    default:
      self.init(
        .internalServerError, "Something went wrong",
        "The page could not be made. The collector's log says more.")
    }
  }

  private init(_ error: AccessError) {
    switch error {
    case .roleTooLow(let needed):
      self.init(.forbidden, "Not for you", "This takes the role of \(needed.rawValue). Ask an owner.")
    case .noClientChosen:
      self.init(.badRequest, "Which client?", "Choose a client first, at the top of the page.")
    case .noClient:
      self.init(
        .forbidden, "Nothing to see", "Your account belongs to nobody's agents here. Ask for an invitation.")
    case .foreignForm:
      self.init(
        .forbidden, "Sent from elsewhere",
        "This form is out of date. Go back, load the page anew and send it again.")
    }
  }

  private init(_ status: HTTPResponse.Status, _ title: String, _ text: String) {
    (self.status, self.title, self.text) = (status, title, text)
  }
}
