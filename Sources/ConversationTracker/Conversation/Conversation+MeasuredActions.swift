#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ConversationTracker.Conversation {
  /// Does something and records it as an action, with its start, its end and its duration by a clock that
  /// never steps.
  ///
  /// ```swift
  /// let pages = try await conversation.action("search", toolsUsed: ["query": "\(query)"]) {
  ///   try await search(query)
  /// } response: {
  ///   "\($0.count) pages"
  /// }
  /// ```
  ///
  /// When `body` throws, the action is recorded as failed with the error as its message, `cancelled` for a
  /// `CancellationError`, and the error goes on to the caller. Cancelling the task is up to `body` alone.
  ///
  /// Work that is done must not be lost for its record: what cannot be recorded, for a blank name or a lack of
  /// memory, is told to ``ConversationTracker/Configuration/logger`` and nobody else.
  ///
  /// - Parameters:
  ///   - name: What is done; not blank.
  ///   - toolsUsed: The tools and their arguments, a JSON object.
  ///   - metadata: A JSON object.
  ///   - isolation: The actor of the caller, which `body` runs on.
  ///   - body: What to do.
  ///   - response: What to record as the answer, made from the result; by default nothing.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, and nothing else.
  public func action<Result, Thrown: Error>(
    _ name: String,
    toolsUsed: ConversationTracker.Metadata? = nil,
    metadata: ConversationTracker.Metadata? = nil,
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws(Thrown) -> Result,
    response: (Result) -> String? = { _ in nil }
  ) async throws(Thrown) -> Result {
    let startedAt = Date()
    let start = ContinuousClock.now
    func record(response: String? = nil, errorMessage: String? = nil) {
      do throws(ConversationTracker.Failure) {
        try trackAction(
          name, toolsUsed: toolsUsed, response: response, errorMessage: errorMessage, startedAt: startedAt,
          duration: .now - start, metadata: metadata)
      } catch {
        tracker.warn("an action was not recorded: \(error)")
      }
    }
    do throws(Thrown) {
      let result = try await body()
      record(response: response(result))
      return result
    } catch {
      record(errorMessage: Self.message(for: error))
      throw error
    }
  }

  /// Never empty, which would stand for success.
  private static func message(for error: any Error) -> String {
    if error is CancellationError { return "cancelled" }
    let message = "\(error)"
    return message.isEmpty ? "\(type(of: error))" : message
  }
}
