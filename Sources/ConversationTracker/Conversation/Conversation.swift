internal import CAgentSight

extension ConversationTracker {
  /// One conversation of a tracker, whose id has been checked once: the fastest way to track.
  ///
  /// ```swift
  /// let conversation = try tracker.conversation("user_123")
  /// let metadata = try ConversationTracker.Metadata(["language": "en"]).prepared()
  ///
  /// try conversation.trackQuestion("What is machine learning?", metadata: metadata)
  /// try conversation.trackAnswer("A field of AI that …", metadata: metadata)
  /// ```
  ///
  /// Any thread or task may use it at any time. It keeps its tracker.
  public final class Conversation: Sendable {
    /// What the conversation is called.
    public let id: String

    /// The tracker that records it.
    public let tracker: ConversationTracker

    /// The core's handle. Unsafe only in the eyes of the compiler, as ``ConversationTracker/core``; only
    /// `deinit` frees it.
    nonisolated(unsafe) let core: OpaquePointer

    fileprivate init(_ id: String, of tracker: ConversationTracker) throws(Failure) {
      var core: OpaquePointer?
      let failure = withCText(id) { Failure(ags_conversation_create($0.start, $0.size, &core)) }
      guard let core else { throw failure ?? .init(.argument, "conversation: not created") }
      self.id = id
      self.tracker = tracker
      self.core = core
    }

    deinit {
      ags_conversation_free(core)
    }
  }

  /// A conversation to track in. Records nothing by itself, and may be asked for as often as one likes.
  ///
  /// - Parameter id: 1 to 255 characters, not blank; `nil` is the configured conversation.
  /// - Throws: ``Failure`` with the code ``Failure/Code/conversationID`` or ``Failure/Code/memory``.
  public func conversation(_ id: String? = nil) throws(Failure) -> Conversation {
    guard let id = id ?? conversationID else { throw .init(.conversationID, "conversationID: missing") }
    return try Conversation(id, of: self)
  }
}
