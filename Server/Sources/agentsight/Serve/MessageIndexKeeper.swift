import CollectorStore
import Logging
import ServiceLifecycle

/// Keeps the index of messages up to date, a little at a time, so that writers never wait long.
struct MessageIndexKeeper: Service {
  let store: CollectorStore
  let logger: Logger

  private static let interval = Duration.seconds(2)
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
      return try await store.refreshMessageIndex()
    } catch {
      logger.error("The index of messages was not brought up to date", metadata: ["error": "\(error)"])
      return false
    }
  }
}
