extension ConversationTracker {
  /// A JSON object that goes with an event.
  ///
  /// ```swift
  /// let plan = "premium"
  /// let literal: ConversationTracker.Metadata = ["plan": "\(plan)", "tokens": 42, "tags": ["new", nil]]
  /// let variables: ConversationTracker.Metadata = ["plan": .string(plan), "tokens": .integer(count)]
  /// let dictionary = ConversationTracker.Metadata(["plan": plan])
  /// let encoded = try ConversationTracker.Metadata(encoding: customer)
  /// let text = ConversationTracker.Metadata(json: toolCall.arguments)
  /// ```
  ///
  /// A literal is the fastest: it is written as JSON straight into the event, and one of constants only is
  /// laid down by the compiler, so that it allocates nothing at all. An encoded value is turned into JSON
  /// once, when it is made. ``prepared()`` metadata is for objects that go with many events.
  public struct Metadata: Sendable {
    @usableFromInline
    enum Storage: Sendable {
      /// In the order of the literal; of a key that stands twice the later one counts.
      case fields([(String, Value)])
      case strings([String: String])
      case json(String)
      case prepared(Prepared)
    }

    @usableFromInline
    let storage: Storage

    @inlinable
    init(_ storage: Storage) {
      self.storage = storage
    }

    /// The object with these fields, in no particular order.
    public init(_ fields: [String: Value]) {
      self.init(.fields(fields.map { ($0.key, $0.value) }))
    }

    /// The object with these fields, in no particular order.
    @inlinable
    public init(_ fields: [String: String]) {
      self.init(.strings(fields))
    }

    /// The object that the text spells. It is checked by the tracking call that takes it, which throws a
    /// ``Failure`` when it is not the text of one JSON object.
    @inlinable
    public init(json: String) {
      self.init(.json(json))
    }
  }
}

extension ConversationTracker.Metadata: ExpressibleByDictionaryLiteral {
  /// The object with the fields of a literal, in their order; of a key that stands twice the later one counts.
  @inlinable
  public init(dictionaryLiteral elements: (String, Value)...) {
    self.init(.fields(elements))
  }
}
