internal import CAgentSight

extension ConversationTracker {
  /// Records what is known about a conversation. It travels with the next sending; what the collector knows
  /// already and this call does not name stays as it is.
  ///
  /// ```swift
  /// let conversation = try tracker.getOrCreateConversation(
  ///   conversationID: "user_123", customerID: "42", device: "mobile", metadata: ["plan": "premium"])
  /// try conversation.trackQuestion("What is machine learning?")
  /// ```
  ///
  /// Of fields with more than 255 characters the beginning is kept; blank ones are left out.
  ///
  /// - Parameters:
  ///   - conversationID: 1 to 255 characters, not blank; `nil` is the configured conversation.
  ///   - customerID: Who it is held with.
  ///   - customerIPAddress: An IPv4 or IPv6 address; one that is neither is left out.
  ///   - device: Such as `desktop` or `mobile`.
  ///   - source: Such as `web` or `whatsapp`.
  ///   - language: Such as `en`.
  ///   - name: What people shall read for the id.
  ///   - environment: In place of ``Configuration/environment``.
  ///   - metadata: A JSON object, which becomes the conversation's.
  /// - Returns: The conversation, to track in it.
  /// - Throws: ``Failure`` with the code ``Failure/Code/conversationID``, ``Failure/Code/metadata``,
  ///   ``Failure/Code/full`` or ``Failure/Code/memory``.
  @discardableResult
  public func getOrCreateConversation(
    conversationID: String? = nil,
    customerID: String? = nil,
    customerIPAddress: String? = nil,
    device: String? = nil,
    source: String? = nil,
    language: String? = nil,
    name: String? = nil,
    environment: String? = nil,
    metadata: Metadata? = nil
  ) throws(Failure) -> Conversation {
    let conversation = try conversation(conversationID)
    let info = ConversationInfo(
      customerID: customerID, customerIPAddress: customerIPAddress, device: device, source: source,
      language: language, name: name, environment: environment)
    try track(AGS_KIND_CONVERSATION, conversation, info, metadata)
    return conversation
  }

  /// The same for a visit: somebody has opened the chat and said nothing yet. Sends it at once, with what
  /// waits in this conversation.
  ///
  /// - Parameters: As ``getOrCreateConversation(conversationID:customerID:customerIPAddress:device:source:language:name:environment:metadata:)-(_,_,_,_,_,_,_,_,Metadata?)``,
  ///   and the timeout of ``sendTrackedData(conversationID:timeout:)``.
  /// - Returns: What was delivered.
  /// - Throws: As these two. A visit that was recorded and could not be sent waits for the next sending: then
  ///   the failure has a ``Failure/report``.
  @discardableResult
  public func initializeConversation(
    conversationID: String? = nil,
    customerID: String? = nil,
    customerIPAddress: String? = nil,
    device: String? = nil,
    source: String? = nil,
    language: String? = nil,
    name: String? = nil,
    environment: String? = nil,
    metadata: Metadata? = nil,
    timeout: Duration? = nil
  ) async throws(Failure) -> Report {
    let conversation = try conversation(conversationID)
    let info = ConversationInfo(
      customerID: customerID, customerIPAddress: customerIPAddress, device: device, source: source,
      language: language, name: name, environment: environment)
    try track(AGS_KIND_VISIT, conversation, info, metadata)
    return try await sendTrackedData(conversationID: conversation.id, timeout: timeout)
  }

  private func track(
    _ kind: ags_kind, _ conversation: Conversation, _ info: ConversationInfo, _ metadata: Metadata?
  ) throws(Failure) {
    let failure = info.withCore { info in
      withJSON(metadata) { metadata in
        withUnsafePointer(to: &info) { info in
          var event = ags_event()
          event.size = MemoryLayout<ags_event>.stride
          event.kind = kind
          event.conversation = conversation.core
          event.info = info
          (event.metadata_json, event.metadata_json_size) = (metadata.start, metadata.size)
          return Failure(ags_track(core, &event))
        }
      }
    }
    if let failure { throw failure }
  }
}
