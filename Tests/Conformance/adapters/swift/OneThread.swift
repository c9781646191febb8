import Foundation

/// Runs all jobs in one thread. Ids of events depend on the thread that tracks them, and the main actor's jobs
/// change threads when the main thread ends.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
final class OneThread: TaskExecutor {
  private let jobs = JobQueue()

  init() {
    let (jobs, executor) = (jobs, asUnownedTaskExecutor())
    Thread.detachNewThread {
      while true { jobs.next().runSynchronously(on: executor) }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.add(UnownedJob(job))
  }
}

/// `@unchecked`: `waiting` is touched under the condition's lock alone.
private final class JobQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private var waiting: [UnownedJob] = []

  func add(_ job: UnownedJob) {
    condition.lock()
    waiting.append(job)
    condition.signal()
    condition.unlock()
  }

  func next() -> UnownedJob {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty { condition.wait() }
    return waiting.removeFirst()
  }
}
