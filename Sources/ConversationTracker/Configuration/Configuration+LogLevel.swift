internal import CAgentSight

extension ConversationTracker.Configuration {
  /// How severe a line must be to be logged.
  public enum LogLevel: Sendable, CaseIterable {
    case debug, info, warning, error
    /// No lines at all. Not called `none`, which an optional takes for its own.
    case off
  }
}

extension ConversationTracker.Configuration.LogLevel {
  /// The core's name for the level.
  var core: ags_log_level {
    switch self {
    case .debug: AGS_LOG_DEBUG
    case .info: AGS_LOG_INFO
    case .warning: AGS_LOG_WARNING
    case .error: AGS_LOG_ERROR
    case .off: AGS_LOG_NONE
    }
  }

  /// `nil` for a level that this module does not know.
  init?(_ level: ags_log_level) {
    guard let known = Self.allCases.first(where: { $0.core == level }) else { return nil }
    self = known
  }
}
