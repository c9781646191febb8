import GRDB
import Synchronization

/// Gathers the writes of concurrent requests into one transaction.
///
/// A commit has a fixed cost, whatever it holds. While one transaction runs, the writes that arrive wait
/// here, and the next transaction takes them all. A lone write waits for nothing.
final class GroupCommit: Sendable {
  private typealias Answer = @Sendable () -> Void

  private struct Job: Sendable {
    let size: Int
    /// Answers what to tell the waiting request once the transaction is committed. May run again after its
    /// transaction was undone.
    let write: @Sendable (Database) throws -> Answer
    /// The same; a failure is its own answer.
    let writeApart: @Sendable (Database) throws -> Answer
    let fail: @Sendable (any Error) -> Void
  }

  private struct Queue {
    var waiting: [Job] = []
    var isWriting = false
  }

  /// Bytes after which a transaction takes no further write, so that the first one's answer does not wait
  /// for megabytes of others.
  private static let bytesPerTransaction = 8 << 20

  private let database: any DatabaseWriter
  private let queue = Mutex(Queue())
  private let metrics: StoreMetrics
  private let feed: LiveFeed?

  init(_ database: any DatabaseWriter, metrics: StoreMetrics, feed: LiveFeed? = nil) {
    self.database = database
    self.metrics = metrics
    self.feed = feed
  }

  /// Returns after the transaction in which `write` ran has been committed. What was written before a failure
  /// is undone; `write` can be called twice then.
  func commit<Value: Sendable>(
    size: Int, _ write: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
      add(
        Job(
          size: size,
          write: { db in
            let value = try write(db)
            return { continuation.resume(returning: value) }
          },
          writeApart: { db in
            let result = try inSavepoint(db, write)
            return { continuation.resume(with: result) }
          },
          fail: { continuation.resume(throwing: $0) }))
    }
  }

  private func add(_ job: Job) {
    let isFirst = queue.withLock { queue in
      queue.waiting.append(job)
      metrics.recordWaiting(queue.waiting.count)
      defer { queue.isWriting = true }
      return !queue.isWriting
    }
    if isFirst { schedule() }
  }

  /// Each transaction takes its turn on the writer's own thread, and answers from there: a request changes
  /// threads twice.
  private func schedule() {
    database.asyncWriteWithoutTransaction { [self] db in
      write(takeJobs(), db)
      let hasMore = queue.withLock { queue in
        queue.isWriting = !queue.waiting.isEmpty
        return queue.isWriting
      }
      if hasMore { schedule() }
    }
  }

  private func write(_ jobs: [Job], _ db: Database) {
    let start = ContinuousClock.now
    var hasFailed = false
    do {
      let answers = try answers(of: jobs, db)
      for answer in answers { answer() }
      feed?.noteCommit()
    } catch {
      hasFailed = true
      for job in jobs { job.fail(error) }
    }
    metrics.recordCommit(
      requests: jobs.count, duration: ContinuousClock.now - start, hasFailed: hasFailed)
  }

  /// Hardly any write fails, and a savepoint costs a copy of every page that changes in it: only where one has
  /// failed are all done again, each in one of its own.
  private func answers(of jobs: [Job], _ db: Database) throws -> [Answer] {
    var hasRefused = false
    do {
      return try inTransaction(db) {
        do { return try jobs.map { try $0.write(db) } } catch {
          hasRefused = true
          throw error
        }
      }
    } catch {
      guard hasRefused else { throw error }
      return try inTransaction(db) { try jobs.map { try $0.writeApart(db) } }
    }
  }

  private func takeJobs() -> [Job] {
    queue.withLock { queue in
      var bytes = 0
      let count = queue.waiting.prefix { job in
        defer { bytes += job.size }
        return bytes < Self.bytesPerTransaction
      }.count
      defer {
        queue.waiting.removeFirst(count)
        metrics.recordWaiting(queue.waiting.count)
      }
      return Array(queue.waiting.prefix(count))
    }
  }
}

private func inTransaction<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
  var value: Value?
  try db.inTransaction {
    value = try body()
    return .commit
  }
  return value!
}

/// Writes inside a savepoint, so that one failure leaves the others of its transaction alone.
private func inSavepoint<Value>(
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
