#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Actions whose `toolsUsed`, `metadata` or both are any `Encodable`. Disfavored, so that a literal becomes a
/// ``ConversationTracker/Metadata``.
extension ConversationTracker {
  /// Records something the agent did, with tools that encode to a JSON object.
  ///
  /// - Parameters: As ``trackAction(_:toolsUsed:response:errorMessage:startedAt:endedAt:duration:conversationID:metadata:)-(_,Metadata?,_,_,_,_,_,_,Metadata?)``.
  /// - Throws: As the same.
  @inlinable @_disfavoredOverload
  public func trackAction(
    _ name: String,
    toolsUsed: (some Encodable)?,
    response: String? = nil,
    errorMessage: String? = nil,
    startedAt: Date? = nil,
    endedAt: Date? = nil,
    duration: Duration? = nil,
    conversationID: String? = nil,
    metadata: Metadata? = nil
  ) throws(Failure) {
    try trackAction(
      name, toolsUsed: .encoded(toolsUsed, for: .toolsUsed), response: response, errorMessage: errorMessage,
      startedAt: startedAt, endedAt: endedAt, duration: duration, conversationID: conversationID,
      metadata: metadata)
  }

  /// Records something the agent did, with metadata that encodes to a JSON object.
  ///
  /// - Parameters: As ``trackAction(_:toolsUsed:response:errorMessage:startedAt:endedAt:duration:conversationID:metadata:)-(_,Metadata?,_,_,_,_,_,_,Metadata?)``.
  /// - Throws: As the same.
  @inlinable @_disfavoredOverload
  public func trackAction(
    _ name: String,
    toolsUsed: Metadata? = nil,
    response: String? = nil,
    errorMessage: String? = nil,
    startedAt: Date? = nil,
    endedAt: Date? = nil,
    duration: Duration? = nil,
    conversationID: String? = nil,
    metadata: (some Encodable)?
  ) throws(Failure) {
    try trackAction(
      name, toolsUsed: toolsUsed, response: response, errorMessage: errorMessage, startedAt: startedAt,
      endedAt: endedAt, duration: duration, conversationID: conversationID, metadata: .encoded(metadata))
  }

  /// Records something the agent did, with tools and metadata that encode to JSON objects.
  ///
  /// - Parameters: As ``trackAction(_:toolsUsed:response:errorMessage:startedAt:endedAt:duration:conversationID:metadata:)-(_,Metadata?,_,_,_,_,_,_,Metadata?)``.
  /// - Throws: As the same.
  @inlinable @_disfavoredOverload
  public func trackAction(
    _ name: String,
    toolsUsed: (some Encodable)?,
    response: String? = nil,
    errorMessage: String? = nil,
    startedAt: Date? = nil,
    endedAt: Date? = nil,
    duration: Duration? = nil,
    conversationID: String? = nil,
    metadata: (some Encodable)?
  ) throws(Failure) {
    try trackAction(
      name, toolsUsed: .encoded(toolsUsed, for: .toolsUsed), response: response, errorMessage: errorMessage,
      startedAt: startedAt, endedAt: endedAt, duration: duration, conversationID: conversationID,
      metadata: .encoded(metadata))
  }
}
