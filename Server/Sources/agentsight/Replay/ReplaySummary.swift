/// What a replay says when it is done.
struct ReplaySummary {
  let counts: DialogueReplayer.Counts
  let elapsed: Duration

  var text: String {
    let seconds = max(elapsed / .seconds(1), 0.001)
    let events = counts.messages + counts.actions
    return """
      \(counts.conversations) conversations, \(counts.messages) messages, \(counts.actions) actions
      \(rounded(seconds)) s: \(rate(counts.conversations, seconds)) conversations/s, \
      \(rate(events, seconds)) events/s, \(counts.requests) requests, \(counts.bytes) bytes sent
      """
  }

  private func rate(_ count: Int, _ seconds: Double) -> Int { Int((Double(count) / seconds).rounded()) }

  private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
