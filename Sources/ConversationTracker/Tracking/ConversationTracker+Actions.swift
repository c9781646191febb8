internal import CAgentSight

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension ConversationTracker {
  /// Records something the agent did: a tool call, a task, a hand-over to a person.
  ///
  /// ```swift
  /// try tracker.trackAction("research", toolsUsed: ["search": "enabled"], duration: .milliseconds(50))
  /// ```
  ///
  /// Any two of `startedAt`, `endedAt` and `duration` give the third. Without a start the action stands at the
  /// time of this call.
  ///
  /// - Parameters:
  ///   - name: What was done; not blank.
  ///   - toolsUsed: The tools and their arguments, a JSON object.
  ///   - response: What the tool answered, any text.
  ///   - errorMessage: Why the tool failed; marks the action as failed.
  ///   - startedAt: After 1970; taken to the microsecond, which is what a `Date` of our time resolves.
  ///   - endedAt: Not before `startedAt`.
  ///   - duration: Not negative; taken to the nanosecond.
  ///   - conversationID: 1 to 255 characters, not blank; `nil` is the configured conversation.
  ///   - metadata: A JSON object.
  /// - Throws: ``Failure`` with the code ``Failure/Code/action``, ``Failure/Code/conversationID``,
  ///   ``Failure/Code/metadata``, ``Failure/Code/full`` or ``Failure/Code/memory``.
  public func trackAction(
    _ name: String,
    toolsUsed: Metadata? = nil,
    response: String? = nil,
    errorMessage: String? = nil,
    startedAt: Date? = nil,
    endedAt: Date? = nil,
    duration: Duration? = nil,
    conversationID: String? = nil,
    metadata: Metadata? = nil
  ) throws(Failure) {
    var action = ags_action()
    action.size = MemoryLayout<ags_action>.stride
    try action.setTimes(startedAt: startedAt, endedAt: endedAt, duration: duration)

    let failure = withCText(name) { name in
      withJSON(toolsUsed, for: .toolsUsed) { toolsUsed in
        withCText(response) { response in
          withCText(errorMessage) { errorMessage in
            (action.name, action.name_size) = (name.start, name.size)
            (action.tools_used, action.tools_used_size) = (toolsUsed.start, toolsUsed.size)
            (action.response, action.response_size) = (response.start, response.size)
            (action.error_msg, action.error_msg_size) = (errorMessage.start, errorMessage.size)
            return track(&action, conversationID, metadata)
          }
        }
      }
    }
    if let failure { throw failure }
  }

  private func track(
    _ action: inout ags_action, _ conversationID: String?, _ metadata: Metadata?
  ) -> Failure? {
    withCText(conversationID) { conversationID in
      withJSON(metadata) { metadata in
        Failure(
          ags_track_action_n(
            core, conversationID.start, conversationID.size, &action, metadata.start, metadata.size))
      }
    }
  }
}
