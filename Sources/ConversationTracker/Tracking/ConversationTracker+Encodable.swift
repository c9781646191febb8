/// Tracking calls that take any `Encodable` for metadata, by way of ``ConversationTracker/Metadata``. They are
/// disfavored so that a literal becomes a `Metadata`, which is faster and mixes types.
extension ConversationTracker {
  /// Records what the person said, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``trackQuestion(_:conversationID:metadata:)-(_,_,Metadata?)``.
  /// - Throws: As ``trackQuestion(_:conversationID:metadata:)-(_,_,Metadata?)``.
  @inlinable @_disfavoredOverload
  public func trackQuestion(
    _ text: String, conversationID: String? = nil, metadata: (some Encodable)?
  ) throws(Failure) {
    try trackQuestion(text, conversationID: conversationID, metadata: .encoded(metadata))
  }

  /// Records what the agent said, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``trackAnswer(_:conversationID:metadata:)-(_,_,Metadata?)``.
  /// - Throws: As ``trackAnswer(_:conversationID:metadata:)-(_,_,Metadata?)``.
  @inlinable @_disfavoredOverload
  public func trackAnswer(
    _ text: String, conversationID: String? = nil, metadata: (some Encodable)?
  ) throws(Failure) {
    try trackAnswer(text, conversationID: conversationID, metadata: .encoded(metadata))
  }

  /// Records a button that the person pressed, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``trackButton(_:label:value:conversationID:metadata:)-(_,_,_,_,Metadata?)``.
  /// - Throws: As ``trackButton(_:label:value:conversationID:metadata:)-(_,_,_,_,Metadata?)``.
  @inlinable @_disfavoredOverload
  public func trackButton(
    _ event: String, label: String, value: String, conversationID: String? = nil,
    metadata: (some Encodable)?
  ) throws(Failure) {
    try trackButton(
      event, label: label, value: value, conversationID: conversationID, metadata: .encoded(metadata))
  }
}
