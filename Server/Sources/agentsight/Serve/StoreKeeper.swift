import CollectorStore
import Logging
import ServiceLifecycle

/// Keeps what the store derives from its rows up to date, a little at a time, so that writers never wait long.
struct StoreKeeper: Service {
  /// What is kept, for the log.
  let name: String
  /// Between two looks at whether there is something to do.
  let interval: Duration
  let store: CollectorStore
  let logger: Logger
  /// Does one step; true when there is more.
  let refresh: @Sendable () async throws -> Bool

  /// Between two steps of a long way to catch up.
  private static let breath = Duration.milliseconds(20)
  /// How many times as long as a step took it rests while others write: it shares the one writer with them,
  /// and what it does can wait.
  private static let deference = 4

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let (start, events) = (ContinuousClock.now, store.metrics.current.acceptedEvents)
        let hasMore = try await step()
        try await Task.sleep(
          for: hasMore
            ? Self.rest(
              after: ContinuousClock.now - start, othersWrite: store.metrics.current.acceptedEvents != events)
            : interval)
      }
    }
  }

  /// How long to wait for the next step when there is more to do.
  static func rest(after step: Duration, othersWrite: Bool) -> Duration {
    othersWrite ? max(breath, step * deference) : breath
  }

  private func step() async throws -> Bool {
    do {
      return try await refresh()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      logger.error("\(name) could not be brought up to date", metadata: ["error": "\(error)"])
      return false
    }
  }
}
