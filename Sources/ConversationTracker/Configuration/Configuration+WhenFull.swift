internal import CAgentSight

extension ConversationTracker.Configuration {
  /// What a tracking call does when ``memoryLimit`` is reached.
  public enum WhenFull: Hashable, Sendable {
    /// It throws ``ConversationTracker/Failure/Code/full`` at once.
    case reject
    /// It gives up the oldest events for the new one; what is being sent is left alone.
    case dropOldest
    /// It waits until room is made, and throws as ``reject`` when the time has passed; counted in milliseconds,
    /// more than 0. It holds up the thread that it is called on.
    case block(for: Duration)
    /// What lies in files of ``ConversationTracker/Configuration/spoolDirectory``, which this needs, does not count: it
    /// goes on up to ``ConversationTracker/Configuration/spoolLimit``, and throws as ``reject`` when memory is used up too.
    case spool

    func set(_ options: inout ags_options) {
      switch self {
      case .reject:
        options.when_full = AGS_WHEN_FULL_REJECT
      case .dropOldest:
        options.when_full = AGS_WHEN_FULL_DROP_OLDEST
      case .block(let time):
        options.when_full = AGS_WHEN_FULL_BLOCK
        options.block_timeout_ms = time.wholeMilliseconds
      case .spool:
        options.when_full = AGS_WHEN_FULL_SPOOL
      }
    }
  }
}
