import GRDB

/// Gathers the writes of concurrent requests into one transaction.
///
/// A commit has a fixed cost, whatever it holds. While one transaction runs, the writes that arrive wait
/// here, and the next transaction takes them all. A lone write waits for nothing.
actor GroupCommit {
  private typealias Answer = @Sendable () -> Void

  private struct Job: Sendable {
    let size: Int
    /// Answers what to tell the waiting request once the transaction is committed.
    let write: @Sendable (Database) throws -> Answer
    let fail: @Sendable (any Error) -> Void
  }

  /// Bytes after which a transaction takes no further write, so that the first one's answer does not wait
  /// for megabytes of others.
  private static let bytesPerTransaction = 8 << 20

  private let database: any DatabaseWriter
  private var waiting: [Job] = []
  private var isWriting = false

  private let metrics: StoreMetrics
  private let feed: LiveFeed?

  init(_ database: any DatabaseWriter, metrics: StoreMetrics, feed: LiveFeed? = nil) {
    self.database = database
    self.metrics = metrics
    self.feed = feed
  }

  /// Returns after the transaction in which `write` ran has been committed.
  func commit<Value: Sendable>(
    size: Int, _ write: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
      waiting.append(
        Job(
          size: size,
          write: { db in
            let result = try Self.inSavepoint(db, write)
            return { continuation.resume(with: result) }
          },
          fail: { continuation.resume(throwing: $0) }))
      metrics.recordWaiting(waiting.count)
      guard !isWriting else { return }
      isWriting = true
      Task { await writeUntilEmpty() }
    }
  }

  private func writeUntilEmpty() async {
    while !waiting.isEmpty {
      let jobs = takeJobs()
      metrics.recordWaiting(waiting.count)
      let start = ContinuousClock.now
      var hasFailed = false
      do {
        let answers = try await database.write { db in try jobs.map { try $0.write(db) } }
        for answer in answers { answer() }
        feed?.noteCommit()
      } catch {
        hasFailed = true
        for job in jobs { job.fail(error) }
      }
      metrics.recordCommit(
        requests: jobs.count, duration: ContinuousClock.now - start, hasFailed: hasFailed)
    }
    isWriting = false
  }

  private func takeJobs() -> [Job] {
    var bytes = 0
    let count = waiting.prefix { job in
      defer { bytes += job.size }
      return bytes < Self.bytesPerTransaction
    }.count
    defer { waiting.removeFirst(count) }
    return Array(waiting.prefix(count))
  }

  /// Writes inside a savepoint, so that one failure leaves the others of its transaction alone.
  private static func inSavepoint<Value>(
    _ db: Database, _ write: (Database) throws -> Value
  ) throws -> Result<Value, any Error> {
    var value: Result<Value, any Error>?
    do {
      try db.inSavepoint {
        value = .success(try write(db))
        return .commit
      }
    } catch let error {
      // SQLite has given up the whole transaction, on a full disk for example: nothing of it is stored.
      guard db.isInsideTransaction else { throw error }
      return .failure(error)
    }
    return value ?? .failure(DatabaseError(resultCode: .SQLITE_ABORT))
  }
}
