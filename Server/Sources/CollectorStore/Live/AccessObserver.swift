import GRDB

/// Notices when a session, a role or an account is taken away.
final class AccessObserver: TransactionObserver {
  private let feed: LiveFeed
  private var hasChanged = false

  init(_ feed: LiveFeed) { self.feed = feed }

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool {
    if case .update("access_changes", _) = eventKind { true } else { false }
  }

  func databaseDidChange(with event: DatabaseEvent) {
    hasChanged = true
    stopObservingDatabaseChangesUntilNextTransaction()
  }

  func databaseDidCommit(_ db: Database) {
    if hasChanged { feed.noteAccess() }
    hasChanged = false
  }

  func databaseDidRollback(_ db: Database) { hasChanged = false }
}
