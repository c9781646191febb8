import CollectorStore
import Logging
import ServiceLifecycle

/// Keeps the sums that figures are made from up to date, a little at a time, so that writers never wait long.
struct RollupKeeper: Service {
  let store: CollectorStore
  let logger: Logger

  private static let interval = Duration.seconds(5)
  /// Between two steps of a long way to catch up.
  private static let breath = Duration.milliseconds(20)

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let hasMore = await refresh()
        try await Task.sleep(for: hasMore ? Self.breath : Self.interval)
      }
    }
  }

  private func refresh() async -> Bool {
    do {
      return try await store.refreshRollups()
    } catch {
      logger.error("Rollups were not brought up to date", metadata: ["error": "\(error)"])
      return false
    }
  }
}
