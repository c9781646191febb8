/// Whose figures of a slot these are.
struct SlotOwner: Hashable {
  let agent: Int64
  let environment: Int64
}

/// One label of one dimension, such as the device `mobile`, with what happened under it.
public struct LabelFigures: Sendable, Equatable {
  public var count = 0
  public var errors = 0
  public var durations = DurationHistogram()

  mutating func add(_ other: LabelFigures) {
    count += other.count
    errors += other.errors
    durations.add(other.durations)
  }
}

/// What conversations and actions are told apart by.
public enum Dimension: String, Sendable, CaseIterable {
  case device, source, language
  /// Of a conversation: the country of the person's address, '' where it is not known; none of them while no
  /// database of countries is in use.
  case country
  /// Of a conversation: how many messages the person wrote.
  case turns
  /// Of an action: its name.
  case tool
}

/// Everything that is summed up of one slot for one agent and environment.
struct SlotFigures: Equatable {
  var counts = Counts()
  var responses = DurationHistogram()
  var labels: [Dimension: [String: LabelFigures]] = [:]
  /// The conversations that began in it.
  var started: [StartedConversation] = []
}
