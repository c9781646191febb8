/// The rarer tracking calls with any `Encodable` for metadata, disfavored as those of messages are.
extension ConversationTracker {
  /// Records what one call of a language model used, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``trackTokenUsage(prompt:completion:total:embedding:conversationID:metadata:)-(_,_,_,_,_,Metadata?)``.
  /// - Throws: As the same.
  @inlinable @_disfavoredOverload
  public func trackTokenUsage(
    prompt: Int = 0, completion: Int = 0, total: Int? = nil, embedding: Int = 0,
    conversationID: String? = nil, metadata: (some Encodable)?
  ) throws(Failure) {
    try trackTokenUsage(
      prompt: prompt, completion: completion, total: total, embedding: embedding,
      conversationID: conversationID, metadata: .encoded(metadata))
  }

  /// Records files that belong together, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``trackAttachments(_:from:mode:conversationID:metadata:)-(_,_,_,_,Metadata?)``.
  /// - Throws: As the same.
  @inlinable @_disfavoredOverload
  public func trackAttachments(
    _ attachments: [Attachment], from sender: Attachment.Sender = .endUser, mode: Attachment.Mode = .base64,
    conversationID: String? = nil, metadata: (some Encodable)?
  ) throws(Failure) {
    try trackAttachments(
      attachments, from: sender, mode: mode, conversationID: conversationID, metadata: .encoded(metadata))
  }

  /// Records what is known about a conversation, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``getOrCreateConversation(conversationID:customerID:customerIPAddress:device:source:language:name:environment:metadata:)-(_,_,_,_,_,_,_,_,Metadata?)``.
  /// - Returns: As the same.
  /// - Throws: As the same.
  @inlinable @_disfavoredOverload @discardableResult
  public func getOrCreateConversation(
    conversationID: String? = nil,
    customerID: String? = nil,
    customerIPAddress: String? = nil,
    device: String? = nil,
    source: String? = nil,
    language: String? = nil,
    name: String? = nil,
    environment: String? = nil,
    metadata: (some Encodable)?
  ) throws(Failure) -> Conversation {
    try getOrCreateConversation(
      conversationID: conversationID, customerID: customerID, customerIPAddress: customerIPAddress,
      device: device, source: source, language: language, name: name, environment: environment,
      metadata: .encoded(metadata))
  }

  /// Records and sends a visit, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``initializeConversation(conversationID:customerID:customerIPAddress:device:source:language:name:environment:metadata:timeout:)-(_,_,_,_,_,_,_,_,Metadata?,_)``.
  /// - Returns: As the same.
  /// - Throws: As the same.
  @inlinable @_disfavoredOverload @discardableResult
  public func initializeConversation(
    conversationID: String? = nil,
    customerID: String? = nil,
    customerIPAddress: String? = nil,
    device: String? = nil,
    source: String? = nil,
    language: String? = nil,
    name: String? = nil,
    environment: String? = nil,
    metadata: (some Encodable)?,
    timeout: Duration? = nil
  ) async throws(Failure) -> Report {
    let metadata = try Metadata.encoded(metadata)
    return try await initializeConversation(
      conversationID: conversationID, customerID: customerID, customerIPAddress: customerIPAddress,
      device: device, source: source, language: language, name: name, environment: environment,
      metadata: metadata, timeout: timeout)
  }
}
