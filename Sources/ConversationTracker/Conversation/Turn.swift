extension ConversationTracker {
  /// One exchange of a conversation: a question, what the agent did about it, and its answer.
  public struct Turn: Sendable {
    /// The conversation of the turn, for events that have no method here.
    public let conversation: Conversation

    /// Records what the person said, see ``Conversation/trackQuestion(_:metadata:)-(String,_)``.
    public func trackQuestion(_ text: String, metadata: Metadata? = nil) throws(Failure) {
      try conversation.trackQuestion(text, metadata: metadata)
    }

    /// Records what the agent said, see ``Conversation/trackAnswer(_:metadata:)-(String,_)``.
    public func trackAnswer(_ text: String, metadata: Metadata? = nil) throws(Failure) {
      try conversation.trackAnswer(text, metadata: metadata)
    }

    /// Does something and records it as an action, see
    /// ``Conversation/action(_:toolsUsed:metadata:isolation:_:response:)``.
    public func action<Result, Thrown: Error>(
      _ name: String,
      toolsUsed: Metadata? = nil,
      metadata: Metadata? = nil,
      isolation: isolated (any Actor)? = #isolation,
      _ body: () async throws(Thrown) -> Result,
      response: (Result) -> String? = { _ in nil }
    ) async throws(Thrown) -> Result {
      try await conversation.action(
        name, toolsUsed: toolsUsed, metadata: metadata, isolation: isolation, body, response: response)
    }
  }

  /// Runs one exchange of a conversation.
  ///
  /// ```swift
  /// let answer = try await tracker.turn(conversationID: "user_123") { turn in
  ///   try turn.trackQuestion(question)
  ///   let pages = try await turn.action("search", toolsUsed: ["query": "\(question)"]) {
  ///     try await search(question)
  ///   }
  ///   let answer = try await model.answer(question, from: pages)
  ///   try turn.trackAnswer(answer)
  ///   return answer
  /// }
  /// ```
  ///
  /// Everything tracked in the conversation between a question and its answer belongs to their turn, as long
  /// as they are sent together. Turns of different conversations may run at the same time; two of one
  /// conversation would mix.
  ///
  /// When `body` throws, what it has tracked stays tracked, the error goes on to the caller and nothing is
  /// added: a question without an answer arrives as a turn of its own.
  ///
  /// - Parameters:
  ///   - conversationID: 1 to 255 characters, not blank; `nil` is the configured conversation.
  ///   - isolation: The actor of the caller, which `body` runs on.
  ///   - body: What to do.
  /// - Returns: What `body` returns.
  /// - Throws: ``Failure`` with the code ``Failure/Code/conversationID`` or ``Failure/Code/memory`` before
  ///   `body` runs, and what `body` throws.
  public func turn<Result>(
    conversationID: String? = nil,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Turn) async throws -> Result
  ) async throws -> Result {
    try await conversation(conversationID).turn(isolation: isolation, body)
  }
}

extension ConversationTracker.Conversation {
  /// Runs one exchange of this conversation, see ``ConversationTracker/turn(conversationID:isolation:_:)``.
  ///
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, and nothing else.
  public func turn<Result, Thrown: Error>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (ConversationTracker.Turn) async throws(Thrown) -> Result
  ) async throws(Thrown) -> Result {
    try await body(ConversationTracker.Turn(conversation: self))
  }
}
