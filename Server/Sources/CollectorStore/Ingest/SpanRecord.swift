/// One span of a batch, checked and ready to be written.
public struct SpanRecord: Sendable {
  public var spanID: String
  public var traceID: String
  public var parentSpanID: String?
  public var kind: String
  public var name: String
  public var startedAt: Timestamp?
  public var endedAt: Timestamp?
  /// Milliseconds.
  public var duration: Double?
  public var status: String
  /// The turn that the span belongs to.
  public var turnID: String?
  /// Where the span stands in the batch's text, in bytes of UTF-8.
  public var payload: Range<Int>
  public var meaning: Meaning

  /// What a span stands for in a conversation, beside being kept in the archive.
  public enum Meaning: Sendable {
    case turn(Turn)
    case action(Action)
    case button(Button)
    case modelCall(ModelCall)
    case tokenCounters(TokenCounters)
    /// A visit: it makes the conversation known without anybody having spoken.
    case visit
    /// Kept in the archive alone.
    case other
  }

  public init(
    spanID: String, traceID: String, parentSpanID: String?, kind: String, name: String,
    startedAt: Timestamp?, endedAt: Timestamp?, duration: Double?, status: String, turnID: String?,
    payload: Range<Int>, meaning: Meaning
  ) {
    self.spanID = spanID
    self.traceID = traceID
    self.parentSpanID = parentSpanID
    self.kind = kind
    self.name = name
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.duration = duration
    self.status = status
    self.turnID = turnID
    self.payload = payload
    self.meaning = meaning
  }

  var latestTime: Timestamp? { endedAt ?? startedAt }

  /// Whether it is more than a visit.
  var isUse: Bool {
    if case .visit = meaning { false } else { true }
  }
}
