/// The sums of a stretch of time.
public struct Figures: Sendable {
  public internal(set) var counts = Counts()
  /// How long people waited for answers.
  public internal(set) var responses = DurationHistogram()
  /// The same by quarter of an hour, for those in which something happened.
  public internal(set) var bySlot: [Slot: SlotSums] = [:]
  public internal(set) var labels: [Dimension: [String: LabelFigures]] = [:]
  /// People with a customer id who had a conversation.
  public internal(set) var people = 0
  /// Conversations that were handed over to a person.
  public internal(set) var escalations = 0

  public struct SlotSums: Sendable {
    public internal(set) var counts = Counts()
    public internal(set) var responses = DurationHistogram()
  }

  mutating func add(_ counts: Counts, _ responses: DurationHistogram, at slot: Slot) {
    self.counts.add(counts)
    self.responses.add(responses)
    bySlot[slot, default: SlotSums()].counts.add(counts)
    bySlot[slot]?.responses.add(responses)
  }

  mutating func add(_ label: String, _ values: LabelFigures, to dimension: Dimension) {
    labels[dimension, default: [:]][label, default: LabelFigures()].add(values)
  }
}
