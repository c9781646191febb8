/// The sums of a stretch of time.
public struct Figures: Sendable {
  public internal(set) var counts = Counts()
  /// How long people waited for answers.
  public internal(set) var responses = DurationHistogram()
  /// The same counts by quarter of an hour, for those in which something happened.
  public internal(set) var bySlot: [Slot: Counts] = [:]
  /// The same for each part of the range that was asked for.
  public internal(set) var parts: [Part] = []
  public internal(set) var labels: [Dimension: [String: LabelFigures]] = [:]
  /// People with a customer id who had a conversation.
  public internal(set) var people = 0
  /// Conversations that were handed over to a person.
  public internal(set) var escalations = 0

  public struct Part: Sendable {
    public internal(set) var counts = Counts()
    public internal(set) var responses = DurationHistogram()
  }
}
