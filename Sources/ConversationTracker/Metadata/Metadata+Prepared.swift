internal import CAgentSight

extension ConversationTracker.Metadata {
  /// The same object, checked and spelled out once, for many events from any thread.
  ///
  /// ```swift
  /// let metadata = try ConversationTracker.Metadata(["language": "en"]).prepared()
  /// ```
  ///
  /// For the messages of a ``ConversationTracker/Conversation`` it costs next to nothing; other tracking calls
  /// take it as the text that it is.
  ///
  /// - Throws: ``ConversationTracker/Failure`` with the code ``ConversationTracker/Failure/Code/metadata`` or
  ///   ``ConversationTracker/Failure/Code/memory``.
  public func prepared() throws(ConversationTracker.Failure) -> Self {
    if case .prepared = storage { return self }
    return Self(.prepared(try Prepared(json())))
  }

  /// Metadata in the core's hands. The handle stands beside its owner, so that it can be read without counting
  /// a reference. Unchecked because the compiler knows nothing about C: nothing changes what the handle leads
  /// to until the last reference to the owner is gone.
  @usableFromInline
  struct Prepared: @unchecked Sendable {
    /// The core's handle.
    let core: OpaquePointer

    private let owner: Owner

    /// The text, for calls that know no handles.
    var json: String { owner.json }

    init(_ json: String) throws(ConversationTracker.Failure) {
      var core: OpaquePointer?
      let failure = withCText(json) { json in
        ConversationTracker.Failure(ags_metadata_create_json(json.start, json.size, &core))
      }
      guard let core else { throw failure ?? .init(.argument, "metadata: not created") }
      self.core = core
      owner = Owner(core, json)
    }
  }

  /// Frees the core's metadata with the last reference.
  private final class Owner {
    let json: String
    private let core: OpaquePointer

    init(_ core: OpaquePointer, _ json: String) {
      self.core = core
      self.json = json
    }

    deinit {
      ags_metadata_free(core)
    }
  }
}
