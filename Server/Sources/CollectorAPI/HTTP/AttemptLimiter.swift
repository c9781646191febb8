import CollectorStore
import Crypto
import Synchronization

/// Slows down whoever tries keys out: after so many wrong ones within a minute, from one address or with one
/// beginning, the next are refused unread until the minute is over.
///
/// A key that has been right since is let through all the same, so that a stranger behind the same address, or
/// one who knows how somebody's key begins, locks nobody out.
final class AttemptLimiter: Sendable {
  static let maximumFailures = 20
  static let window = Duration.seconds(60)
  /// Addresses, beginnings and right keys that are remembered at most.
  private static let capacity = 10_000
  /// Characters of a key that may be shown, and that are its beginning here.
  private static let prefixLength = 12

  private struct Failures {
    var count: Int
    let since: ContinuousClock.Instant
  }

  private struct State {
    var failures: [String: Failures] = [:]
    var rightKeys: Set<SHA256Digest> = []
  }

  private let state = Mutex(State())

  /// The time until another key may be tried; nil for now.
  func wait(for key: String, from peer: String?, now: ContinuousClock.Instant = .now) -> Duration? {
    state.withLock { state in
      let waits = Self.names(key, peer).compactMap { name -> Duration? in
        guard let failures = state.failures[name], failures.count >= Self.maximumFailures else { return nil }
        let rest = failures.since + Self.window - now
        return rest > .zero ? rest : nil
      }
      guard let wait = waits.max() else { return nil }
      return state.rightKeys.contains(Self.hash(key)) ? nil : wait
    }
  }

  func recordFailure(of key: String, from peer: String?, now: ContinuousClock.Instant = .now) {
    state.withLock { state in
      state.rightKeys.remove(Self.hash(key))
      for name in Self.names(key, peer) {
        if let known = state.failures[name], now - known.since < Self.window {
          state.failures[name]?.count += 1
        } else {
          state.failures[name] = Failures(count: 1, since: now)
        }
      }
      guard state.failures.count > Self.capacity else { return }
      state.failures = state.failures.filter { now - $0.value.since < Self.window }
      if state.failures.count > Self.capacity { state.failures = [:] }
    }
  }

  func recordSuccess(of key: String) {
    let hash = Self.hash(key)
    state.withLock { state in
      if state.rightKeys.count >= Self.capacity { state.rightKeys = [] }
      state.rightKeys.insert(hash)
    }
  }

  private static func names(_ key: String, _ peer: String?) -> [String] {
    ["key " + key.prefix(prefixLength).lowercased()] + (peer.map { ["peer " + network(of: $0)] } ?? [])
  }

  /// Whoever has one IPv6 address has the whole of its /64.
  private static func network(of peer: String) -> String {
    let groups = peer.split(separator: ":", omittingEmptySubsequences: false)
    return groups.count > 4 ? groups.prefix(4).joined(separator: ":") : peer
  }

  private static func hash(_ key: String) -> SHA256Digest { SHA256.hash(data: Array(key.lowercased().utf8)) }
}

extension APIError {
  static func throttled(for duration: Duration) -> APIError {
    let seconds = max(1, Int(duration.components.seconds) + 1)
    return APIError(
      .tooManyRequests, detail: "Request was throttled. Expected available in \(seconds) seconds.",
      headers: [.retryAfter: "\(seconds)"])
  }
}
