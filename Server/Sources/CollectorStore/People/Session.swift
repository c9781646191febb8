/// A signed-in browser.
public struct Session: Sendable {
  public let token: SecretToken
  public let person: Person
  /// What the person may see, by the client's name. Empty for an operator, who sees every client.
  public let memberships: [Membership]
  /// The client that the person is looking at, where one has been chosen.
  public let chosenClient: Int64?

  /// Seconds after which a session ends: without a request, and in any case.
  static let idle: Int64 = 7 * 86_400
  static let longest: Int64 = 30 * 86_400

  /// Seconds between two notes of a session's last request.
  static let noteEvery: Int64 = 600
}
