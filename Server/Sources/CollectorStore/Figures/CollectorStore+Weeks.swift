import GRDB

/// The people of one week who gave a customer id.
public struct PeopleOfWeek: Sendable, Equatable {
  public fileprivate(set) var people: Int
  /// Those of them who had a conversation before the week.
  public fileprivate(set) var returning: Int
}

extension CollectorStore {
  /// How many people had a conversation in each week, and how many of them not for the first time. `weeks`, 64 at
  /// most, are the stretches of time; the range says whose they are.
  public func people(in weeks: [Range<Slot>], of range: FigureRange) async throws -> [PeopleOfWeek] {
    guard let end = weeks.map(\.upperBound).max() else { return [] }
    return try await database.read { db in
      let owners = try ownersOf(range, db)
      var people = HashTable<Attendance>()
      func add(_ conversations: ArraySlice<UInt8>, at slot: Slot) {
        let own = weeks.indices.reduce(into: 0 as UInt64) { own, week in
          if weeks[week].contains(slot) { own |= 1 << week }
        }
        var reader = StartedConversationReader(conversations)
        while let conversation = reader.next() {
          guard let person = conversation.person else { continue }
          people.update(person, from: Attendance(first: slot)) { attendance in
            attendance.first = min(attendance.first, slot)
            attendance.weeks |= own
          }
        }
      }
      // Nothing counts earlier.
      let rollups = try RollupReader(db, Slot(containing: .earliestCredible)..<end, of: owners)
      try rollups.each(.conversations) { _, slot, bytes in add(bytes, at: slot) }
      for slot in rollups.stale {
        for (owner, sums) in try SlotFigures.fetch(db, slot) where owners.contains(owner) {
          add(sums.started.encoded[...], at: slot)
        }
      }
      return sums(of: weeks, people)
    }
  }
}

/// When somebody had conversations.
private struct Attendance {
  var first: Slot
  /// A bit for each week.
  var weeks: UInt64 = 0
}

private func sums(of weeks: [Range<Slot>], _ people: HashTable<Attendance>) -> [PeopleOfWeek] {
  var sums = weeks.map { _ in PeopleOfWeek(people: 0, returning: 0) }
  for attendance in people.values {
    var rest = attendance.weeks
    while rest != 0 {
      let week = rest.trailingZeroBitCount
      rest &= rest - 1
      sums[week].people += 1
      if attendance.first < weeks[week].lowerBound { sums[week].returning += 1 }
    }
  }
  return sums
}
