/// A link with which somebody becomes a person of this collector, once.
public struct Invitation: Sendable, Equatable {
  public let id: Int64
  /// Nil: the invited person runs the collector.
  public let membership: Membership?
  /// Whom it is for, in the words of whoever made it.
  public let note: String
  public let expiresAt: Timestamp

  /// Seconds that an invitation can be used for.
  public static let lifetime: Int64 = 7 * 86_400
}
