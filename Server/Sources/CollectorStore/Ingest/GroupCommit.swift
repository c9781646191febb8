import GRDB

/// Gathers the batches of concurrent requests into one transaction.
///
/// A commit has a fixed cost, whatever it holds. While one transaction runs, the batches that arrive wait
/// here, and the next transaction takes them all. A lone batch waits for nothing.
actor GroupCommit {
  private struct Job {
    let batch: IngestBatch
    let scope: AgentScope
    let continuation: CheckedContinuation<IngestSummary, any Error>
  }

  /// Bytes of request bodies after which a transaction takes no further batch, so that the first one's
  /// answer does not wait for megabytes of others.
  private static let bytesPerTransaction = 8 << 20

  private let database: any DatabaseWriter
  private var waiting: [Job] = []
  private var isWriting = false

  init(_ database: any DatabaseWriter) { self.database = database }

  /// Returns after the transaction that holds `batch` has been committed.
  func commit(_ batch: IngestBatch, for scope: AgentScope) async throws -> IngestSummary {
    try await withCheckedThrowingContinuation { continuation in
      waiting.append(Job(batch: batch, scope: scope, continuation: continuation))
      guard !isWriting else { return }
      isWriting = true
      Task { await writeUntilEmpty() }
    }
  }

  private func writeUntilEmpty() async {
    while !waiting.isEmpty {
      let jobs = takeJobs()
      do {
        let results = try await database.write { db in
          try jobs.map { job in try Self.write(job, db) }
        }
        for (job, result) in zip(jobs, results) { job.continuation.resume(with: result) }
      } catch {
        for job in jobs { job.continuation.resume(throwing: error) }
      }
    }
    isWriting = false
  }

  private func takeJobs() -> [Job] {
    var bytes = 0
    let count = waiting.prefix { job in
      defer { bytes += job.batch.text.utf8.count }
      return bytes < Self.bytesPerTransaction
    }.count
    defer { waiting.removeFirst(count) }
    return Array(waiting.prefix(count))
  }

  /// Writes one batch inside a savepoint, so that its failure leaves the others of its transaction alone.
  private static func write(_ job: Job, _ db: Database) throws -> Result<IngestSummary, any Error> {
    var summary = IngestSummary()
    do {
      try db.inSavepoint {
        summary = try IngestWriter(db: db, scope: job.scope, receivedAt: .now()).write(job.batch)
        return .commit
      }
      return .success(summary)
    } catch let error {
      // SQLite has given up the whole transaction, on a full disk for example: no batch of it is stored.
      guard db.isInsideTransaction else { throw error }
      return .failure(error)
    }
  }
}
