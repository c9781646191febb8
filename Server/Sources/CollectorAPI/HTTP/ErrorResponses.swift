import CollectorStore
import GRDB
import Hummingbird
import NIOHTTP1

/// Turns what the API's routes throw into responses that say what to do, and logs what is our fault.
struct ErrorResponses: RouterMiddleware {
  func handle(
    _ request: Request, context: CollectorContext,
    next: (Request, CollectorContext) async throws -> Response
  ) async throws -> Response {
    guard request.pathComponents.first == "api" || request.pathComponents.first == "v1" else {
      return try await next(request, context)
    }
    do {
      return try await next(request, context)
    } catch let error as APIError {
      throw error
    } catch let error as WriteError {
      throw APIError(error)
    } catch let error as HTTPError where error.status == .notFound {
      throw APIError.notFound
    } catch let error as any HTTPResponseError {
      throw APIError(error.status, detail: error.status.reasonPhrase)
    } catch let error as DatabaseError {
      context.logger.error("The database refused a request", metadata: ["error": "\(error.message ?? "")"])
      throw APIError(
        .serviceUnavailable, detail: "The collector cannot reach its database now. Try again later.",
        headers: [.retryAfter: "5"])
    } catch let error as HTTPParserError {
      // The server itself answers what is no HTTP, and closes.
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // The type alone: an error's text can quote what it failed on, and that is someone's conversation.
      context.logger.error("A request failed", metadata: ["error.type": "\(type(of: error))"])
      throw APIError(.internalServerError, detail: "Internal server error.")
    }
  }
}

extension APIError {
  /// What an agent does not have is missing, whoever else has it.
  init(_ error: WriteError) {
    switch error {
    case .noConversation: self.init(.notFound, detail: "Conversation not found.")
    case .erased: self = .erased
    case .noMessage: self.init(.notFound, detail: "Message not found.")
    case .noFeedback, .noTicket, .noAction: self = .notFound
    case .noEnvironment: self.init(field: "environment", "Unknown environment.", listed: true)
    case .nameTaken(let name):
      self.init(
        field: "name", "An action named \"\(name)\" already exists for this agent.", listed: true)
    case .keyOfAnotherRequest:
      self.init(
        .unprocessableContent,
        detail: "This Idempotency-Key came with another request before. Use a new key for a new request.")
    }
  }
}
