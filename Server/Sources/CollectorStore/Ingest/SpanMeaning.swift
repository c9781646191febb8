/// A question and its answer, or one of the two. Its messages reach the transcript when it is complete.
public struct Turn: Sendable {
  /// Why the turn was cut short; nil for a complete one.
  public var incompleteReason: String?
  public var messages: [Message]

  public init(incompleteReason: String?, messages: [Message]) {
    self.incompleteReason = incompleteReason
    self.messages = messages
  }

  public struct Message: Sendable {
    /// Unique in its conversation; the same message keeps it however it is grouped into turns.
    public var id: String
    public var timestamp: Timestamp?
    public var sender: String
    public var content: String
    /// JSON text.
    public var metadata: String?

    public init(id: String, timestamp: Timestamp?, sender: String, content: String, metadata: String?) {
      self.id = id
      self.timestamp = timestamp
      self.sender = sender
      self.content = content
      self.metadata = metadata
    }
  }
}

/// Something the agent did.
public struct Action: Sendable {
  public var name: String
  /// When it was tracked, where that is told; it decides the place in the transcript.
  public var trackedAt: Timestamp?
  /// JSON text.
  public var toolsUsed: String?
  public var response: String?
  public var errorMessage: String
  /// JSON text.
  public var metadata: String?

  public init(
    name: String, trackedAt: Timestamp?, toolsUsed: String?, response: String?, errorMessage: String,
    metadata: String?
  ) {
    self.name = name
    self.trackedAt = trackedAt
    self.toolsUsed = toolsUsed
    self.response = response
    self.errorMessage = errorMessage
    self.metadata = metadata
  }
}

/// A button that a person pressed.
public struct Button: Sendable {
  public var trackedAt: Timestamp?
  public var event: String
  public var label: String
  public var value: String
  /// JSON text.
  public var metadata: String?

  public init(trackedAt: Timestamp?, event: String, label: String, value: String, metadata: String?) {
    self.trackedAt = trackedAt
    self.event = event
    self.label = label
    self.value = value
    self.metadata = metadata
  }
}
