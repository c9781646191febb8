import Synchronization

/// What the store has done since it was opened.
public final class StoreMetrics: Sendable {
  public struct Figures: Sendable {
    /// Spans that were new, and ones that had been stored before.
    public var acceptedEvents = 0
    public var duplicateEvents = 0
    /// Batches that were refused as malformed.
    public var refusedBatches = 0
    /// Requests that shared a transaction.
    public var requestsPerCommit = Histogram(bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256])
    /// From the start of a transaction to its end, in seconds.
    public var commitSeconds = Histogram.seconds
    public var failedCommits = 0
    /// Requests that wait for a transaction now.
    public var waitingRequests = 0
  }

  private let figures = Mutex(Figures())

  public var current: Figures { figures.withLock { $0 } }

  func record(_ summary: IngestSummary) {
    figures.withLock {
      $0.acceptedEvents += summary.acceptedSpans
      $0.duplicateEvents += summary.duplicateSpans
    }
  }

  public func recordRefused(_ count: Int) { figures.withLock { $0.refusedBatches += count } }

  func recordWaiting(_ count: Int) { figures.withLock { $0.waitingRequests = count } }

  func recordCommit(requests: Int, duration: Duration, hasFailed: Bool) {
    figures.withLock {
      $0.requestsPerCommit.record(Double(requests))
      $0.commitSeconds.record(duration / .seconds(1))
      if hasFailed { $0.failedCommits += 1 }
    }
  }
}
