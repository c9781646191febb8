/// A quarter of an hour, by its number since 1970 UTC. Days of every time zone begin at one's start.
public struct Slot: Hashable, Comparable, Sendable {
  public static let seconds: Int64 = 900

  public let number: Int64

  public init(_ number: Int64) { self.number = number }

  public init(containing moment: Timestamp) {
    number = moment.microseconds.flooredDivision(by: Self.microseconds).quotient
  }

  public var start: Timestamp { Timestamp(microseconds: number * Self.microseconds) }

  public static func < (left: Slot, right: Slot) -> Bool { left.number < right.number }

  static let microseconds = seconds * 1_000_000

  /// How many a day in UTC has.
  static let ofDay: Int64 = 96

  /// The first one of a day in UTC, by its number since 1970.
  init(ofDay day: Int64) { number = day * Self.ofDay }

  var day: Int64 { number.flooredDivision(by: Self.ofDay).quotient }
}

/// What figures are asked for: a stretch of time and whose.
public struct FigureRange: Sendable, Equatable {
  /// Whole quarters of an hour; the end is not part of it.
  public var slots: Range<Slot>
  public var audience: Audience
  /// Nil: all of the audience's agents.
  public var agent: Int64?
  /// Nil: all that are for production.
  public var environment: String?

  public init(slots: Range<Slot>, audience: Audience, agent: Int64? = nil, environment: String? = nil) {
    (self.slots, self.audience, self.agent, self.environment) = (slots, audience, agent, environment)
  }
}
