import GRDB

/// The people of one week who gave a customer id.
public struct PeopleOfWeek: Sendable, Equatable {
  public fileprivate(set) var people: Int
  /// Those of them who had a conversation before the week.
  public fileprivate(set) var returning: Int
}

extension CollectorStore {
  /// How many people had a conversation in each week, and how many of them not for the first time.
  /// - Parameters:
  ///   - weeks: Stretches of time, 63 at most, each from where the one before it ends.
  ///   - range: Says whose they are.
  public func people(in weeks: [Range<Slot>], of range: FigureRange) async throws -> [PeopleOfWeek] {
    guard let start = weeks.first?.lowerBound, let end = weeks.last?.upperBound else { return [] }
    return try await database.read { db in
      let owners = try ownersOf(range, db)
      var people = HashTable<Attendance>(initial: 0)
      try eachPerson(db, start..<end, of: owners) { slot in
        2 << (weeks.firstIndex { slot < $0.upperBound } ?? 0)
      } _: { person, week in
        people.update(person) { $0 |= week }
      }
      // Nothing counts earlier. Of all who were there before, only those who came again are of interest.
      try eachPerson(db, Slot(containing: .earliestCredible)..<start, of: owners) { _ in
        1
      } _: { person, before in
        people.updateExisting(person) { $0 |= before }
      }
      return sums(of: weeks.count, people)
    }
  }
}

/// When somebody had conversations: a bit for each week, above one for the time before all of them.
private typealias Attendance = UInt64

private func eachPerson(
  _ db: Database, _ stretch: Range<Slot>, of owners: Set<SlotOwner>, at time: (Slot) -> Attendance,
  _ body: (PersonHash, Attendance) -> Void
) throws {
  guard !stretch.isEmpty else { return }
  func read(_ conversations: ArraySlice<UInt8>, _ slot: Slot) {
    let time = time(slot)
    var reader = StartedConversationReader(conversations)
    while let conversation = reader.next() {
      if let person = conversation.person { body(person, time) }
    }
  }
  let rollups = try RollupReader(db, stretch, of: owners)
  try rollups.each(.conversations) { _, slot, bytes in read(bytes, slot) }
  for slot in rollups.stale {
    for (owner, sums) in try SlotFigures.fetch(db, slot) where owners.contains(owner) {
      read(sums.started.encoded[...], slot)
    }
  }
}

private func sums(of weeks: Int, _ people: HashTable<Attendance>) -> [PeopleOfWeek] {
  var sums = Array(repeating: PeopleOfWeek(people: 0, returning: 0), count: weeks)
  for attendance in people.values {
    var rest = attendance >> 1
    while rest != 0 {
      let week = rest.trailingZeroBitCount
      rest &= rest - 1
      sums[week].people += 1
      if attendance & (2 << week - 1) != 0 { sums[week].returning += 1 }
    }
  }
  return sums
}
