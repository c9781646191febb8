/// Adds the figures of a range up, from whatever holds a piece of them.
struct FigureSum {
  private var figures = Figures()
  /// In their order, none in two.
  private let parts: [Range<Slot>]
  /// Rows of the actions that hand a conversation over to a person, by agent.
  private let handovers: [Int64: [Int64]]
  private var people = HashTable(initial: ())
  /// Of what is in no part.
  private var otherResponses = DurationHistogram()

  init(parts: [Range<Slot>], handovers: [Int64: [Int64]]) {
    (self.parts, self.handovers) = (parts, handovers)
    figures.parts = parts.map { _ in Figures.Part() }
  }

  mutating func add(counts bytes: ArraySlice<UInt8>, at slot: Slot) {
    figures.bySlot[slot, default: Counts()].add(encoded: bytes)
  }

  mutating func add(responses bytes: ArraySlice<UInt8>, at slot: Slot) {
    if let part = part(of: slot) {
      figures.parts[part].responses.add(encoded: bytes)
    } else {
      otherResponses.add(encoded: bytes)
    }
  }

  mutating func add(conversations bytes: ArraySlice<UInt8>, of owner: SlotOwner) {
    var reader = StartedConversationReader(bytes, seeking: handovers[owner.agent] ?? [])
    while let conversation = reader.next() {
      if conversation.hasSought { figures.escalations += 1 }
      if let person = conversation.person { people.update(person) { _ in } }
    }
  }

  mutating func add(_ label: String, _ values: LabelFigures, to dimension: Dimension) {
    figures.labels[dimension, default: [:]][label, default: LabelFigures()].add(values)
  }

  mutating func add(_ sums: SlotFigures, of owner: SlotOwner, at slot: Slot) {
    add(counts: sums.counts.encoded[...], at: slot)
    if let bytes = sums.responses.encoded { add(responses: bytes[...], at: slot) }
    add(conversations: sums.started.encoded[...], of: owner)
    for (dimension, labels) in sums.labels {
      for (label, values) in labels { add(label, values, to: dimension) }
    }
  }

  func finished() -> Figures {
    var figures = figures
    figures.people = people.count
    for (slot, counts) in figures.bySlot {
      figures.counts.add(counts)
      if let part = part(of: slot) { figures.parts[part].counts.add(counts) }
    }
    figures.responses = otherResponses
    for part in figures.parts { figures.responses.add(part.responses) }
    return figures
  }

  private func part(of slot: Slot) -> Int? {
    var (low, high) = (0, parts.count)
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].upperBound > slot { high = middle } else { low = middle + 1 }
    }
    return low < parts.count && parts[low].contains(slot) ? low : nil
  }
}
