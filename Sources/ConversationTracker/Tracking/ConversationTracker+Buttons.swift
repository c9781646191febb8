internal import CAgentSight

extension ConversationTracker {
  /// Records a button that the person pressed.
  ///
  /// ```swift
  /// try tracker.trackButton("helpful", label: "👍", value: "positive_feedback")
  /// ```
  ///
  /// - Parameters:
  ///   - event: What pressing it means; not blank, as the two below.
  ///   - label: What the person saw.
  ///   - value: What the agent got.
  ///   - conversationID: 1 to 255 characters, not blank; `nil` is the configured conversation.
  ///   - metadata: A JSON object.
  /// - Throws: ``Failure`` with the code ``Failure/Code/button``, ``Failure/Code/conversationID``,
  ///   ``Failure/Code/metadata``, ``Failure/Code/full`` or ``Failure/Code/memory``.
  public func trackButton(
    _ event: String, label: String, value: String, conversationID: String? = nil, metadata: Metadata? = nil
  ) throws(Failure) {
    let failure = withCText(event) { event in
      withCText(label) { label in
        withCText(value) { value in
          withCText(conversationID) { conversationID in
            withJSON(metadata) { metadata in
              var button = ags_button()
              button.size = MemoryLayout<ags_button>.stride
              (button.event, button.event_size) = (event.start, event.size)
              (button.label, button.label_size) = (label.start, label.size)
              (button.value, button.value_size) = (value.start, value.size)
              return Failure(
                ags_track_button_n(
                  core, conversationID.start, conversationID.size, &button, metadata.start, metadata.size))
            }
          }
        }
      }
    }
    if let failure { throw failure }
  }
}
