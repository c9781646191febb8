import CollectorStore
import Logging
import ServiceLifecycle

/// Removes what retention periods say is due: at the start, and then every hour.
struct Maintenance: Service {
  let store: CollectorStore
  let logger: Logger

  private static let interval = Duration.seconds(3600)

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await removeWhatIsDue()
        try await Task.sleep(for: Self.interval)
      }
    }
  }

  private func removeWhatIsDue() async {
    do {
      let removed = try await store.applyRetention()
      guard removed.conversations > 0 else { return }
      logger.notice("Retention removed conversations", metadata: ["count": "\(removed.conversations)"])
    } catch is CancellationError {
      // The next start goes on with it.
    } catch {
      logger.error("Retention failed", metadata: ["error": "\(error)"])
    }
  }
}
