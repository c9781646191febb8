extension ConversationTracker.Metadata {
  /// A JSON value.
  public enum Value: Sendable {
    case string(String)
    case integer(Int)
    /// A finite number: JSON has no spelling for the others.
    case number(Double)
    case boolean(Bool)
    case null
    case array([Value])
    case object(ConversationTracker.Metadata)
  }
}

extension ConversationTracker.Metadata.Value: ExpressibleByStringInterpolation {
  @inlinable
  public init(stringLiteral value: String) {
    self = .string(value)
  }
}

extension ConversationTracker.Metadata.Value: ExpressibleByIntegerLiteral {
  @inlinable
  public init(integerLiteral value: Int) {
    self = .integer(value)
  }
}

extension ConversationTracker.Metadata.Value: ExpressibleByFloatLiteral {
  @inlinable
  public init(floatLiteral value: Double) {
    self = .number(value)
  }
}

extension ConversationTracker.Metadata.Value: ExpressibleByBooleanLiteral {
  @inlinable
  public init(booleanLiteral value: Bool) {
    self = .boolean(value)
  }
}

extension ConversationTracker.Metadata.Value: ExpressibleByNilLiteral {
  @inlinable
  public init(nilLiteral: ()) {
    self = .null
  }
}

extension ConversationTracker.Metadata.Value: ExpressibleByArrayLiteral {
  @inlinable
  public init(arrayLiteral elements: Self...) {
    self = .array(elements)
  }
}

extension ConversationTracker.Metadata.Value: ExpressibleByDictionaryLiteral {
  @inlinable
  public init(dictionaryLiteral elements: (String, Self)...) {
    self = .object(.init(.fields(elements)))
  }
}
