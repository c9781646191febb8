internal import CAgentSight
private import Dispatch

extension ConversationTracker {
  /// Delivers everything tracked before the call, or what was tracked in one conversation, oldest first.
  ///
  /// Returns when that is done, and throws when a batch fails or when the time is over. Either way an event
  /// leaves memory when the collector has confirmed it and not before, so that what is left goes out with the
  /// next call. Calls at the same time are served one after the other.
  ///
  /// Cancelling the task does not cut the call short: the last send of a program is often made by a task that
  /// has been cancelled, and it must not lose what it came for. `timeout` bounds the wait.
  ///
  /// The items of the report are collected while the call waits for the network, whether anybody reads them or
  /// not: each takes 56 bytes, and a small part of the time that sending its event takes.
  ///
  /// - Parameters:
  ///   - conversationID: Sends this conversation alone and leaves the others as they are; `nil` sends all of
  ///     them, not only the configured one.
  ///   - timeout: How long to wait, counted in milliseconds; zero and less is a millisecond. Without one the
  ///     call waits as long as the collector keeps answering: each request is bounded by
  ///     ``Configuration/requestTimeout`` and the first that fails ends the call.
  /// - Returns: What was delivered.
  /// - Throws: ``Failure`` with the code ``Failure/Code/network``, ``Failure/Code/tls``,
  ///   ``Failure/Code/timeout`` (sending goes on), ``Failure/Code/unauthorized``, ``Failure/Code/refused``,
  ///   ``Failure/Code/server``, ``Failure/Code/thread`` or ``Failure/Code/memory``, whose ``Failure/report``
  ///   tells what had been delivered by then; with ``Failure/Code/conversationID`` when the id holds a NUL.
  @discardableResult
  public func sendTrackedData(
    conversationID: String? = nil, timeout: Duration? = nil
  ) async throws(Failure) -> Report {
    var strings = CStrings()
    let position = try strings.add(conversationID, named: "conversation_id", or: .conversationID)
    let result = await withCheckedContinuation { [strings] continuation in
      // The core blocks, which a thread of the concurrency runtime must never do. A serial queue of its own
      // has a thread at once; a concurrent one has as many as there are cores, which other sends may occupy
      // while the time of this one runs.
      DispatchQueue(label: "io.agentsight.send").async {
        let result = strings.withPointers { self.send($0(position), timeout: timeout) }
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }

  /// Blocks until the core is done.
  private func send(
    _ conversationID: UnsafePointer<CChar>?, timeout: Duration?
  ) -> Result<Report, Failure> {
    var options = ags_send_options()
    options.size = MemoryLayout<ags_send_options>.stride
    // Zero stands for "as long as it takes" in the core.
    options.timeout_ms = timeout.map { max(1, $0.wholeMilliseconds) } ?? 0
    options.conversation_id = conversationID
    options.on_item = ItemCollector.receive

    var report = ags_report()
    report.size = MemoryLayout<ags_report>.stride
    var collector = ItemCollector(keepsTexts: false)
    let status = withUnsafeMutablePointer(to: &collector) { collector in
      options.user = UnsafeMutableRawPointer(collector)
      return ags_send_with(core, &options, &report)
    }
    let result = Report(report, items: collector.items)
    if let failure = Failure(status, report: result) { return .failure(failure) }
    return .success(result)
  }
}
