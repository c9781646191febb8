/// What is counted per quarter of an hour, agent and environment. Rollups store the counts in this order: new
/// ones go to the end.
public enum Counter: Int, Sendable, CaseIterable {
  case personMessages
  case agentMessages
  /// Conversations in which something was said or done, by their start.
  case conversations
  /// All conversations, those that were opened and left without a word included, by their start.
  case visits
  /// Messages of the conversations that started here, whenever they were said.
  case messagesOfConversations
  case positiveFeedback
  case neutralFeedback
  case negativeFeedback
  case promptTokens
  case completionTokens
  case totalTokens
  /// Of those tokens, in units of `Money`; calls without a known price add nothing.
  case cost
}

/// A count for each counter.
public struct Counts: Sendable, Equatable {
  private var values = [Int](repeating: 0, count: Counter.allCases.count)

  public init() {}

  public subscript(_ counter: Counter) -> Int {
    get { values[counter.rawValue] }
    set { values[counter.rawValue] = newValue }
  }

  public mutating func add(_ other: Counts) {
    for index in values.indices { values[index] += other.values[index] }
  }

  var isZero: Bool { values.allSatisfy { $0 == 0 } }

  var encoded: [UInt8] {
    var writer = VarintWriter()
    for value in values { writer.number(UInt64(max(0, value))) }
    return writer.bytes
  }

  mutating func add(encoded bytes: ArraySlice<UInt8>) {
    var reader = VarintReader(bytes)
    for index in values.indices {
      guard let number = reader.number() else { return }
      values[index] += Int(number)
    }
  }
}
