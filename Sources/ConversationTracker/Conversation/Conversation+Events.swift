#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// What a tracker does for a conversation that it is told the id of.
extension ConversationTracker.Conversation {
  /// Records something the agent did, see
  /// ``ConversationTracker/trackAction(_:toolsUsed:response:errorMessage:startedAt:endedAt:duration:conversationID:metadata:)-(_,Metadata?,_,_,_,_,_,_,Metadata?)``.
  public func trackAction(
    _ name: String,
    toolsUsed: ConversationTracker.Metadata? = nil,
    response: String? = nil,
    errorMessage: String? = nil,
    startedAt: Date? = nil,
    endedAt: Date? = nil,
    duration: Duration? = nil,
    metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try tracker.trackAction(
      name, toolsUsed: toolsUsed, response: response, errorMessage: errorMessage, startedAt: startedAt,
      endedAt: endedAt, duration: duration, conversationID: id, metadata: metadata)
  }

  /// Records a button that the person pressed, see
  /// ``ConversationTracker/trackButton(_:label:value:conversationID:metadata:)-(_,_,_,_,Metadata?)``.
  public func trackButton(
    _ event: String, label: String, value: String, metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try tracker.trackButton(event, label: label, value: value, conversationID: id, metadata: metadata)
  }

  /// Records what one call of a language model used, see
  /// ``ConversationTracker/trackTokenUsage(prompt:completion:total:embedding:conversationID:metadata:)-(_,_,_,_,_,Metadata?)``.
  public func trackTokenUsage(
    prompt: Int = 0, completion: Int = 0, total: Int? = nil, embedding: Int = 0,
    metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try tracker.trackTokenUsage(
      prompt: prompt, completion: completion, total: total, embedding: embedding, conversationID: id,
      metadata: metadata)
  }

  /// What was recorded and has not been delivered yet, see ``ConversationTracker/tokenUsage(conversationID:)``.
  public func tokenUsage() throws(ConversationTracker.Failure) -> ConversationTracker.TokenUsage {
    try tracker.tokenUsage(conversationID: id)
  }

  /// Records files that belong together, see
  /// ``ConversationTracker/trackAttachments(_:from:mode:conversationID:metadata:)-(_,_,_,_,Metadata?)``.
  public func trackAttachments(
    _ attachments: [ConversationTracker.Attachment],
    from sender: ConversationTracker.Attachment.Sender = .endUser,
    mode: ConversationTracker.Attachment.Mode = .base64,
    metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try tracker.trackAttachments(
      attachments, from: sender, mode: mode, conversationID: id, metadata: metadata)
  }

  /// Delivers what was tracked in this conversation, see
  /// ``ConversationTracker/sendTrackedData(conversationID:timeout:)``.
  @discardableResult
  public func sendTrackedData(timeout: Duration? = nil) async throws(ConversationTracker.Failure)
    -> ConversationTracker.Report
  {
    try await tracker.sendTrackedData(conversationID: id, timeout: timeout)
  }

  /// The events of this conversation that wait, see ``ConversationTracker/pendingItems(conversationID:)``.
  public func pendingItems() throws(ConversationTracker.Failure) -> [ConversationTracker.Item] {
    try tracker.pendingItems(conversationID: id)
  }

  /// Gives up what waits in this conversation, see
  /// ``ConversationTracker/discardTrackedData(conversationID:)``.
  @discardableResult
  public func discardTrackedData() throws(ConversationTracker.Failure) -> Int {
    try tracker.discardTrackedData(conversationID: id)
  }
}
