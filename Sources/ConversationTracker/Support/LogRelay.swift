internal import CAgentSight
internal import Logging

/// Hands the core's log lines to a `Logger`. The core holds an unretained pointer to it.
final class LogRelay: Sendable {
  private let logger: Logger

  init(_ logger: Logger) {
    self.logger = logger
  }

  /// The threshold that lets through what the logger lets through.
  var level: ConversationTracker.Configuration.LogLevel {
    switch logger.logLevel {
    case .trace, .debug: .debug
    case .info: .info
    case .notice, .warning: .warning
    case .error, .critical: .error
    }
  }

  /// Called by the core, from any thread.
  static let receive: ags_log_fn = { user, level, message in
    guard let user, let message else { return }
    let relay = Unmanaged<LogRelay>.fromOpaque(user).takeUnretainedValue()
    relay.logger.log(level: Logger.Level(level), "\(String(cString: message))", source: "ConversationTracker")
  }
}

extension Logger.Level {
  fileprivate init(_ level: ags_log_level) {
    switch level {
    case AGS_LOG_DEBUG: self = .debug
    case AGS_LOG_INFO: self = .info
    case AGS_LOG_WARNING: self = .warning
    default: self = .error
    }
  }
}
