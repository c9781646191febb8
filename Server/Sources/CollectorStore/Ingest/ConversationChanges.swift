/// What the new rows of a batch add to their conversation.
struct ConversationChanges {
  var messages = 0
  var actions = 0
  var isUsed = false
  var earliest: Timestamp?
  var latest: Timestamp?
  private(set) var hasNewRows = false
  private var hasUntimed = false

  /// Counts a new span.
  mutating func cover(_ span: SpanRecord) {
    if span.isUse { isUsed = true }
    if span.startedAt == nil { hasUntimed = true }
    cover(span.startedAt)
    cover(span.endedAt)
  }

  /// Counts a new row at `time`.
  mutating func cover(_ time: Timestamp?) {
    hasNewRows = true
    guard let time else { return }
    earliest = min(earliest ?? time, time)
    latest = max(latest ?? time, time)
  }

  /// Whether something of it cannot have happened when its caller says (`Misdated`).
  func isMisdated(receivedAt: Timestamp) -> Bool {
    hasUntimed || ![earliest, latest].allSatisfy { $0?.isCredible(at: receivedAt) ?? true }
  }
}
