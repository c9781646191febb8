internal import CAgentSight

extension ConversationTracker {
  /// Records what the person said.
  ///
  /// - Parameters:
  ///   - text: What was said; not blank. Of more than ``Configuration/textLimit`` characters the beginning is
  ///     kept, ended by `...[truncated]`.
  ///   - conversationID: 1 to 255 characters, not blank; `nil` is the configured conversation.
  ///   - metadata: A JSON object, such as `["language": "en"]`.
  /// - Throws: ``Failure`` with the code ``Failure/Code/text``, ``Failure/Code/conversationID``,
  ///   ``Failure/Code/metadata``, ``Failure/Code/full`` or ``Failure/Code/memory``.
  public func trackQuestion(
    _ text: String, conversationID: String? = nil, metadata: Metadata? = nil
  ) throws(Failure) {
    try track(text, conversationID, metadata, by: ags_track_question_n)
  }

  /// Records what the agent said.
  ///
  /// - Parameters: As ``trackQuestion(_:conversationID:metadata:)-(_,_,Metadata?)``.
  /// - Throws: As ``trackQuestion(_:conversationID:metadata:)-(_,_,Metadata?)``.
  public func trackAnswer(
    _ text: String, conversationID: String? = nil, metadata: Metadata? = nil
  ) throws(Failure) {
    try track(text, conversationID, metadata, by: ags_track_answer_n)
  }

  /// The shape that questions and answers share in the core.
  private typealias TrackMessage =
    @convention(c) (
      OpaquePointer?, UnsafePointer<CChar>?, Int, UnsafePointer<CChar>?, Int, UnsafePointer<CChar>?, Int
    ) -> ags_status

  @inline(__always)
  private func track(
    _ text: String, _ conversationID: String?, _ metadata: Metadata?, by trackMessage: TrackMessage
  ) throws(Failure) {
    let failure = withCText(text) { text in
      withCText(conversationID) { conversationID in
        withJSON(metadata) { metadata in
          Failure(
            trackMessage(
              core, conversationID.start, conversationID.size, text.start, text.size, metadata.start,
              metadata.size))
        }
      }
    }
    if let failure { throw failure }
  }
}
