internal import CAgentSight

extension ConversationTracker {
  /// What language models used, in tokens.
  public struct TokenUsage: Equatable, Sendable {
    /// Tokens read.
    public let prompt: Int
    /// Tokens written.
    public let completion: Int
    /// All tokens.
    public let total: Int
    /// Tokens turned into embeddings.
    public let embedding: Int

    init(_ usage: ags_token_usage) {
      prompt = Int(clamping: usage.prompt)
      completion = Int(clamping: usage.completion)
      total = Int(clamping: usage.total)
      embedding = Int(clamping: usage.embedding)
    }
  }

  /// Records what one call of a language model used. The counts of a conversation add up.
  ///
  /// ```swift
  /// try tracker.trackTokenUsage(prompt: 812, completion: 64, metadata: ["model": "small"])
  /// ```
  ///
  /// - Parameters:
  ///   - prompt: Tokens read. No count is negative or larger than 2⁵⁰, and not all of them are 0.
  ///   - completion: Tokens written.
  ///   - total: All tokens; `nil`, like 0, is the sum of the others.
  ///   - embedding: Tokens turned into embeddings.
  ///   - conversationID: 1 to 255 characters, not blank; `nil` is the configured conversation.
  ///   - metadata: A JSON object.
  /// - Throws: ``Failure`` with the code ``Failure/Code/tokenUsage``, ``Failure/Code/conversationID``,
  ///   ``Failure/Code/metadata``, ``Failure/Code/full`` or ``Failure/Code/memory``.
  public func trackTokenUsage(
    prompt: Int = 0, completion: Int = 0, total: Int? = nil, embedding: Int = 0,
    conversationID: String? = nil, metadata: Metadata? = nil
  ) throws(Failure) {
    var usage = ags_token_usage()
    usage.size = MemoryLayout<ags_token_usage>.stride
    usage.prompt = Int64(prompt)
    usage.completion = Int64(completion)
    usage.total = Int64(total ?? 0)
    usage.embedding = Int64(embedding)
    let failure = withCText(conversationID) { conversationID in
      withJSON(metadata) { metadata in
        Failure(
          ags_track_token_usage_n(
            core, conversationID.start, conversationID.size, &usage, metadata.start, metadata.size))
      }
    }
    if let failure { throw failure }
  }

  /// What was recorded for a conversation and has not been delivered yet; with its delivery the count starts
  /// anew. Takes time proportional to the events that wait.
  ///
  /// - Parameter conversationID: `nil` is the configured conversation.
  /// - Throws: ``Failure`` with the code ``Failure/Code/conversationID`` or ``Failure/Code/memory``.
  public func tokenUsage(conversationID: String? = nil) throws(Failure) -> TokenUsage {
    var usage = ags_token_usage()
    usage.size = MemoryLayout<ags_token_usage>.stride
    let failure = try withCString(of: conversationID) { Failure(ags_get_token_usage(core, $0, &usage)) }
    if let failure { throw failure }
    return TokenUsage(usage)
  }
}
