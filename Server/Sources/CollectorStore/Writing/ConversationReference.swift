/// How a request names the conversation it writes to: by row, by the caller's id, or by both, of which the
/// row counts where the agent has one of that number.
public struct ConversationReference: Sendable, Equatable {
  public var row: Int64?
  public var conversationID: String?

  public init(row: Int64? = nil, conversationID: String? = nil) {
    self.row = row
    self.conversationID = conversationID
  }

  public var isEmpty: Bool { row == nil && conversationID == nil }
}

/// Why a write has nothing to write to. A row of another agent counts as missing.
public enum WriteError: Error, Equatable {
  case noConversation
  case noMessage(Int64)
  case noFeedback
  case noTicket
  case noAction
  case noEnvironment
  /// Another action of the agent has this name.
  case nameTaken(String)
  /// The idempotency key came with another request before.
  case keyOfAnotherRequest
  /// It happened before the conversation or its customer was erased.
  case erased
}
