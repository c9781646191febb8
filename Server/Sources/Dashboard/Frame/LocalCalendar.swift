import CollectorStore
import Foundation

/// Days as a client's time zone has them.
struct LocalCalendar: Sendable {
  let zone: TimeZone
  /// What pages call it.
  let name: String

  /// The zone of an IANA name; UTC where this machine does not know it.
  init(zoneNamed name: String) {
    let known = TimeZone(identifier: name)
    zone = known ?? .gmt
    self.name = known == nil ? "UTC" : name
  }

  /// The day that a moment belongs to, as a number of days since 1970-01-01.
  func day(of moment: Timestamp) -> Int {
    let seconds = moment.microseconds / 1_000_000
    return Int((Double(seconds + offset(at: seconds)) / 86_400).rounded(.down))
  }

  /// The first quarter of an hour of a day.
  func start(ofDay day: Int) -> Slot {
    let midnight = Int64(day) * 86_400
    // The offset at midnight is the one that holds there; a guess with it is off by one change at most.
    let guess = midnight - offset(at: midnight)
    return Slot(containing: Timestamp(microseconds: (midnight - offset(at: guess)) * 1_000_000))
  }

  /// The quarters of an hour of these days.
  func slots(of days: ClosedRange<Int>) -> Range<Slot> {
    start(ofDay: days.lowerBound)..<start(ofDay: days.upperBound + 1)
  }

  /// `2026-01-31`.
  func text(ofDay day: Int) -> String {
    String(Timestamp(microseconds: Int64(day) * 86_400_000_000).iso8601.prefix(10))
  }

  /// The day of a text such as `2026-01-31`; nil for any other text.
  static func day(text: String) -> Int? {
    guard text.utf8.count == 10, let midnight = Timestamp(iso8601: text + "T00:00:00Z") else { return nil }
    return Int(midnight.microseconds / 86_400_000_000)
  }

  /// The day of a quarter of an hour, and which hour of it.
  func dayAndHour(of slot: Slot) -> (day: Int, hour: Int) {
    let seconds = slot.start.microseconds / 1_000_000
    let local = Int(seconds + offset(at: seconds))
    let day = Int((Double(local) / 86_400).rounded(.down))
    return (day, (local - day * 86_400) / 3600)
  }

  /// How far the clocks are from UTC at a moment.
  func minutesFromUTC(at moment: Timestamp) -> Int {
    Int(offset(at: moment.microseconds / 1_000_000)) / 60
  }

  private func offset(at seconds: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
  }
}

extension Dashboard {
  /// Days and hours as the viewer's client has them; in UTC for an operator who looks at all.
  func calendar(of viewer: Viewer) async throws -> LocalCalendar {
    guard let client = viewer.client else { return LocalCalendar(zoneNamed: ClientSettings().timeZone) }
    return try await calendar(of: client)
  }

  func calendar(of client: ClientScope) async throws -> LocalCalendar {
    LocalCalendar(zoneNamed: try await store.brand(of: client).settings.timeZone)
  }
}
