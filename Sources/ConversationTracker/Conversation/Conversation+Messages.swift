internal import CAgentSight

extension ConversationTracker.Conversation {
  /// Records what the person said. With metadata that is ``ConversationTracker/Metadata/prepared()``, or
  /// without any, this is the fastest call there is; it allocates nothing.
  ///
  /// - Parameters:
  ///   - text: What was said; not blank, cut at ``ConversationTracker/Configuration/textLimit``.
  ///   - metadata: A JSON object.
  /// - Throws: ``ConversationTracker/Failure`` with the code ``ConversationTracker/Failure/Code/text``,
  ///   ``ConversationTracker/Failure/Code/metadata``, ``ConversationTracker/Failure/Code/full`` or
  ///   ``ConversationTracker/Failure/Code/memory``.
  public func trackQuestion(
    _ text: String, metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try check(withCText(text) { track(AGS_KIND_QUESTION, $0, metadata) })
  }

  /// Records what the agent said.
  ///
  /// - Parameters: As ``trackQuestion(_:metadata:)-(String,_)``.
  /// - Throws: As ``trackQuestion(_:metadata:)-(String,_)``.
  public func trackAnswer(
    _ text: String, metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try check(withCText(text) { track(AGS_KIND_ANSWER, $0, metadata) })
  }

  /// Records what the person said, a text of the program itself.
  ///
  /// - Parameters: As ``trackQuestion(_:metadata:)-(String,_)``.
  /// - Throws: As ``trackQuestion(_:metadata:)-(String,_)``.
  @_disfavoredOverload
  public func trackQuestion(
    _ text: StaticString, metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try check(text.withUTF8Buffer { track(AGS_KIND_QUESTION, CText($0), metadata) })
  }

  /// Records what the agent said, a text of the program itself.
  ///
  /// - Parameters: As ``trackQuestion(_:metadata:)-(String,_)``.
  /// - Throws: As ``trackQuestion(_:metadata:)-(String,_)``.
  @_disfavoredOverload
  public func trackAnswer(
    _ text: StaticString, metadata: ConversationTracker.Metadata? = nil
  ) throws(ConversationTracker.Failure) {
    try check(text.withUTF8Buffer { track(AGS_KIND_ANSWER, CText($0), metadata) })
  }

  @inline(__always)
  private func track(
    _ kind: ags_kind, _ text: CText, _ metadata: ConversationTracker.Metadata?
  ) -> ConversationTracker.Failure? {
    switch metadata.handle {
    case .ready(let handle):
      // The caller owns the metadata, and with it the handle, until this call returns.
      ConversationTracker.Failure(ags_track_message(tracker.core, kind, core, text.start, text.size, handle))
    case .text:
      trackWritten(kind, text, metadata)
    }
  }

  @inline(never)
  private func trackWritten(
    _ kind: ags_kind, _ text: CText, _ metadata: ConversationTracker.Metadata?
  ) -> ConversationTracker.Failure? {
    withJSON(metadata) { json in
      var event = ags_event()
      event.size = MemoryLayout<ags_event>.stride
      event.kind = kind
      event.conversation = core
      (event.text, event.text_size) = (text.start, text.size)
      (event.metadata_json, event.metadata_json_size) = (json.start, json.size)
      return ConversationTracker.Failure(ags_track(tracker.core, &event))
    }
  }

  @inline(__always)
  private func check(_ failure: ConversationTracker.Failure?) throws(ConversationTracker.Failure) {
    if let failure { throw failure }
  }
}

/// How metadata gets to the core.
private enum Handle {
  /// As it is, or not at all.
  case ready(OpaquePointer?)
  /// As JSON that is yet to be written.
  case text
}

extension ConversationTracker.Metadata? {
  @inline(__always)
  fileprivate var handle: Handle {
    switch self?.storage {
    case nil: .ready(nil)
    case .prepared(let prepared)?: .ready(prepared.core)
    default: .text
    }
  }
}
