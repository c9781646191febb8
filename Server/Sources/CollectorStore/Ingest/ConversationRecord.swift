/// One conversation of a batch, checked and ready to be written.
public struct ConversationRecord: Sendable {
  /// The caller's id, unique per agent.
  public var conversationID: String
  public var fields: ConversationFields
  /// An environment of the agent, or nil to leave it as it is (production for a new conversation).
  public var environmentID: Int64?
  public var spans: [SpanRecord]
  /// Whether the fields only fill what is empty, as the 0.0.x clients expect.
  var fillsGaps = false
  /// The start of a new conversation that no span tells.
  var createdAt: Timestamp?

  public init(
    conversationID: String, fields: ConversationFields, environmentID: Int64?, spans: [SpanRecord]
  ) {
    self.conversationID = conversationID
    self.fields = fields
    self.environmentID = environmentID
    self.spans = spans
  }

  /// A conversation that is made where it is missing and whose empty fields are filled.
  init(filling conversationID: String, fields: ConversationFields = .init(), createdAt: Timestamp?) {
    self.init(conversationID: conversationID, fields: fields, environmentID: nil, spans: [])
    fillsGaps = true
    self.createdAt = createdAt
  }

  /// The moment up to which this record knows the conversation. Of two records, the one that knows more
  /// decides its fields, whichever arrives last, so that a replay of the older one changes nothing.
  var knownUntil: Timestamp? { spans.compactMap(\.latestTime).max() }
}

/// What a batch says about a conversation; nil where it says nothing.
public struct ConversationFields: Sendable, Equatable {
  public var name: String?
  public var customerID: String?
  public var customerIPAddress: String?
  public var device: String?
  public var source: String?
  public var language: String?
  /// JSON text; `{}` clears what was stored before.
  public var metadata: String?

  public init() {}
}
