/// Slows down whoever guesses passwords: after a few failures in a row a sign-in name has to wait, each time
/// for longer. Forgets a name after a quarter of an hour without a failure.
actor SignInLimiter {
  private struct Failures {
    var count = 0
    var last: ContinuousClock.Instant
  }

  private static let free = 5
  private static let longestWait = Duration.seconds(300)
  private static let memory = Duration.seconds(900)
  /// Names remembered at most: a guesser must not fill memory with them.
  private static let most = 10_000

  private var failures: [String: Failures] = [:]

  /// How long the name has to wait yet; zero: it may try.
  func wait(for login: String, now: ContinuousClock.Instant = .now) -> Duration {
    guard let known = failures[login.lowercased()], known.count >= Self.free else { return .zero }
    let pause = min(Self.longestWait, .seconds(1 << min(known.count - Self.free, 9)))
    return max(.zero, known.last + pause - now)
  }

  func noteFailure(of login: String, now: ContinuousClock.Instant = .now) {
    failures = failures.filter { $0.value.last + Self.memory > now }
    guard failures.count < Self.most || failures[login.lowercased()] != nil else { return }
    failures[login.lowercased(), default: Failures(last: now)].count += 1
    failures[login.lowercased()]?.last = now
  }

  func noteSuccess(of login: String) { failures[login.lowercased()] = nil }
}
