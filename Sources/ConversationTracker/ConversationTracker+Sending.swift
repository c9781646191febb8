internal import CAgentSight
private import Dispatch

extension ConversationTracker {
  /// Delivers everything tracked before the call, oldest first.
  ///
  /// Returns when that is done, and throws when a batch fails or when the time is over. Either way an event
  /// leaves memory when the collector has confirmed it and not before, so that what is left goes out with the
  /// next call. Calls at the same time are served one after the other.
  ///
  /// Cancelling the task does not cut the call short: the last send of a program is often made by a task that
  /// has been cancelled, and it must not lose what it came for. `timeout` bounds the wait.
  ///
  /// - Parameter timeout: How long to wait, counted in milliseconds; zero and less is a millisecond. Without
  ///   one the call waits as long as the collector keeps answering: each request is bounded by
  ///   ``Configuration/requestTimeout`` and the first that fails ends the call.
  /// - Returns: What was delivered.
  /// - Throws: ``Failure`` with the code ``Failure/Code/network``, ``Failure/Code/tls``,
  ///   ``Failure/Code/timeout`` (sending goes on), ``Failure/Code/unauthorized``, ``Failure/Code/refused``,
  ///   ``Failure/Code/server``, ``Failure/Code/thread`` or ``Failure/Code/memory``. Its ``Failure/report``
  ///   tells what had been delivered by then.
  @discardableResult
  public func sendTrackedData(timeout: Duration? = nil) async throws(Failure) -> Report {
    let result = await withCheckedContinuation { continuation in
      // The core blocks, which a thread of the concurrency runtime must never do. A serial queue of its own
      // has a thread at once; a concurrent one has as many as there are cores, which other sends may occupy
      // while the time of this one runs.
      DispatchQueue(label: "io.agentsight.send").async {
        continuation.resume(returning: self.send(timeout: timeout))
      }
    }
    return try result.get()
  }

  /// Blocks until the core is done.
  private func send(timeout: Duration?) -> Result<Report, Failure> {
    // Zero stands for "as long as it takes" in the core.
    let milliseconds = timeout.map { max(1, $0.wholeMilliseconds) } ?? 0
    var report = ags_report()
    report.size = MemoryLayout<ags_report>.stride
    let status = ags_send(core, milliseconds, &report)
    if let failure = Failure(status, report: Report(report)) { return .failure(failure) }
    return .success(Report(report))
  }
}
