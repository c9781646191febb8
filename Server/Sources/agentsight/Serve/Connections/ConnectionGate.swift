import Synchronization

/// Counts connections and says which may stay.
final class ConnectionGate: Sendable {
  enum Verdict {
    case admitted
    /// It gets an answer that there is no room.
    case refused
    /// There is no room for the answer either.
    case dropped
  }

  /// Connections beyond the limit that wait for their refusal at the same time.
  private static let refusals = 128

  private let limit: Int
  private let counts = Mutex((open: 0, refused: 0))

  init(limit: Int) { self.limit = limit }

  var open: Int { counts.withLock { $0.open } }
  var refused: Int { counts.withLock { $0.refused } }

  /// Every `enter` is followed by one `leave`.
  func enter() -> Verdict {
    counts.withLock {
      $0.open += 1
      guard $0.open > limit else { return .admitted }
      $0.refused += 1
      return $0.open <= limit + Self.refusals ? .refused : .dropped
    }
  }

  func leave() { counts.withLock { $0.open -= 1 } }
}
