import GRDB

/// Everything the collector keeps, in one SQLite database in WAL mode.
///
/// Writes go through one connection; readers each see the last commit and never wait for it. A commit survives
/// the death of the process at any instruction; what the loss of power can take is `Synchronous`.
public final class CollectorStore: Sendable {
  public let directory: DataDirectory
  let database: any DatabaseReader
  let countryLookup: CountryLookup
  private let commits: GroupCommit?
  public let metrics: StoreMetrics
  /// What is said, as it is committed.
  public let liveFeed: LiveFeed
  /// Signs the addresses of attachments.
  public let attachmentLinks: AttachmentLinks
  /// What the costs in the database were worked out with.
  public let prices: PriceList

  private init(
    directory: DataDirectory, database: any DatabaseReader, countryLookup: CountryLookup,
    commits: GroupCommit?,
    metrics: StoreMetrics = StoreMetrics(), liveFeed: LiveFeed? = nil, links: AttachmentLinks,
    prices: PriceList
  ) {
    self.metrics = metrics
    self.liveFeed = liveFeed ?? LiveFeed(database)
    self.directory = directory
    self.database = database
    self.countryLookup = countryLookup
    self.commits = commits
    attachmentLinks = links
    self.prices = prices
  }

  /// What the writer keeps of the database at most. New rows touch pages of every index; those that do not fit
  /// are read and written again and again.
  private static var writerCacheKiB: Int { 32 << 10 }
  /// Pages of 4 KiB that gather in the log before they go into the database. A page that has changed often by
  /// then goes there once.
  private static var logPages: Int { 4000 }

  /// What a commit waits for, by SQLite's names. The database stays whole with either.
  public enum Synchronous: String, Sendable, CaseIterable {
    /// The loss of power can take the last commits.
    case normal
    /// It takes none: a commit waits until the disk has it.
    case full
  }

  /// Opens the store for reading and writing, creating or upgrading it first. Costs are worked out with
  /// `prices`, those in the database already included; nil keeps the list they were worked out with.
  /// - Throws: `StoreError` where a person has to do something about it.
  public static func open(
    _ directory: DataDirectory, prices: PriceList? = nil, synchronous: Synchronous = .normal
  ) throws -> CollectorStore {
    try directory.prepare()
    do {
      let countries = CountryLookup()
      let pool = try DatabasePool(path: directory.databasePath, configuration: configuration(countries))
      // Not in the configuration: GRDB sets NORMAL after that, with WAL, and readers need no such cache.
      try pool.writeWithoutTransaction { db in
        try db.execute(
          sql: """
            PRAGMA synchronous = \(synchronous.rawValue);
            PRAGMA cache_size = -\(writerCacheKiB);
            PRAGMA wal_autocheckpoint = \(logPages);
            """)
      }
      guard try !pool.read(Schema.migrator.hasBeenSuperseded) else {
        throw StoreError.newerDatabase(path: directory.databasePath)
      }
      try Schema.migrator.migrate(pool)
      let metrics = StoreMetrics()
      let feed = LiveFeed(pool)
      pool.add(transactionObserver: AccessObserver(feed), extent: .databaseLifetime)
      return try pool.write { db in
        let stored = try PriceList.stored(db)
        let list = prices ?? stored ?? .standard
        list.install(in: db)
        if list != stored { try list.apply(to: db) }
        return CollectorStore(
          directory: directory, database: pool, countryLookup: countries,
          commits: GroupCommit(pool, metrics: metrics, feed: feed),
          metrics: metrics, liveFeed: feed, links: try AttachmentLinks.stored(db), prices: list)
      }
    } catch let error as DatabaseError {
      throw explain(error, in: directory)
    }
  }

  /// Opens an existing store for reading alone, beside a running server or without one.
  /// - Throws: `StoreError` where a person has to do something about it.
  public static func openReadOnly(_ directory: DataDirectory) throws -> CollectorStore {
    guard directory.hasDatabase else { throw StoreError.noDatabase(path: directory.databasePath) }
    do {
      let countries = CountryLookup()
      let queue = try DatabaseQueue(
        path: directory.databasePath, configuration: configuration(countries, readOnly: true))
      guard try !queue.read(Schema.migrator.hasBeenSuperseded) else {
        throw StoreError.newerDatabase(path: directory.databasePath)
      }
      guard try queue.read(Schema.migrator.hasCompletedMigrations) else {
        throw StoreError.olderDatabase(path: directory.databasePath)
      }
      return try queue.read { db in
        CollectorStore(
          directory: directory, database: queue, countryLookup: countries, commits: nil,
          links: try AttachmentLinks.stored(db),
          prices: try PriceList.stored(db) ?? .standard)
      }
    } catch let error as DatabaseError {
      throw explain(error, in: directory)
    }
  }

  /// Ends all connections. Every read and write must have returned.
  public func close() throws {
    // SQLite folds its log into the database when the last connection closes, if that one may write; a pool
    // closes its readers last.
    (database as? DatabasePool)?.invalidateReadOnlyConnections()
    try database.close()
  }

  /// Runs `write` inside a transaction and returns once it is committed; what it wrote is undone where it
  /// throws. `size` is about how many bytes it writes.
  func commit<Value: Sendable>(
    size: Int = 0, _ write: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    guard let commits else { throw DatabaseError(resultCode: .SQLITE_READONLY) }
    return try await commits.commit(size: size, write)
  }

  /// Runs what cannot run inside a transaction, such as VACUUM.
  func writeWithoutTransaction(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
    try await writer().writeWithoutTransaction(body)
  }

  /// - Throws: where the store was opened for reading alone.
  func writer() throws -> any DatabaseWriter {
    guard let writer = database as? any DatabaseWriter else {
      throw DatabaseError(resultCode: .SQLITE_READONLY)
    }
    return writer
  }

  private static func configuration(_ countries: CountryLookup, readOnly: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    // Long enough for another process's commit, such as `agentsight keys create` beside a server.
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      countries.install(in: db)
      // What is deleted is overwritten, since it was somebody's words.
      try db.execute(sql: "PRAGMA secure_delete = ON")
    }
    return configuration
  }

  private static func explain(_ error: DatabaseError, in directory: DataDirectory) -> any Error {
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      StoreError.notADatabase(path: directory.databasePath, reason: error.message ?? "it is damaged")
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_FULL, .SQLITE_IOERR:
      StoreError.directoryNotWritable(path: directory.path, reason: error.message ?? "\(error)")
    default: error
    }
  }
}
