import CollectorStore

/// When an action began and ended. Any two of start, end and duration give the third; without a start it
/// stands at the time of its tracking.
struct ActionTimes {
  let start: Timestamp?
  let end: Timestamp?
  /// Milliseconds.
  let duration: Double?

  init(start: Timestamp?, end: Timestamp?, duration: Double?, trackedAt: Timestamp?) {
    // Beyond a thousand years something else was meant.
    let length = duration.flatMap { abs($0) < 3e13 ? Int64($0 * 1000) : nil }
    func shift(_ time: Timestamp?, by microseconds: Int64) -> Timestamp? {
      time.map { Timestamp(microseconds: $0.microseconds + microseconds) }
    }
    let begin = start ?? length.flatMap { shift(end, by: -$0) } ?? (end == nil ? trackedAt : end)
    let finish = end ?? shift(begin, by: length ?? 0)
    self.start = begin
    self.end = finish
    if let duration {
      self.duration = duration
    } else if let begin, let finish {
      self.duration = Double(finish.microseconds - begin.microseconds) / 1000
    } else {
      self.duration = nil
    }
  }
}
