internal import CAgentSight

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ags_action {
  /// Takes the times that are given; zero, which the core reads as "not given", stands for the others.
  mutating func setTimes(
    startedAt: Date?, endedAt: Date?, duration: Duration?
  ) throws(ConversationTracker.Failure) {
    if let startedAt { started_at_ns = try startedAt.nanoseconds(named: "startedAt") }
    if let endedAt { ended_at_ns = try endedAt.nanoseconds(named: "endedAt") }
    guard let duration else { return }
    guard let nanoseconds = duration.wholeNanoseconds else {
      throw .init(.action, "duration: must not exceed 292 years")
    }
    duration_ns = nanoseconds
    // To the core a duration of zero is none, and an action of which it knows only the start ends now.
    if nanoseconds == 0, endedAt == nil { ended_at_ns = started_at_ns }
  }
}

extension Date {
  /// Nanoseconds since 1970, rounded to the microsecond: a `Date` tells no finer times apart, and what it adds
  /// to them as a binary fraction must not end up in the microsecond before.
  fileprivate func nanoseconds(named field: String) throws(ConversationTracker.Failure) -> Int64 {
    let microseconds = (timeIntervalSince1970 * 1_000_000).rounded()
    guard microseconds > 0 else { throw .init(.action, "\(field): must be after 1970-01-01") }
    guard let whole = Int64(exactly: microseconds), whole <= .max / 1000 else {
      throw .init(.action, "\(field): must be before 2262-04-12")
    }
    return whole * 1000
  }
}
