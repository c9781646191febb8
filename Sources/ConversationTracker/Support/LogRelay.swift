internal import CAgentSight
internal import Logging

/// Hands the core's log lines to a `Logger`. The core holds an unretained pointer to it.
final class LogRelay: Sendable {
  private let logger: Logger

  /// The least severe lines to make.
  let level: ConversationTracker.Configuration.LogLevel

  /// Without a level, the one that lets through what the logger lets through counts.
  init(_ logger: Logger, level: ConversationTracker.Configuration.LogLevel?) {
    self.logger = logger
    self.level = level ?? .init(logger.logLevel)
  }

  /// Makes a line of this module's own.
  func warn(_ message: @autoclosure () -> String) {
    switch level {
    case .debug, .info, .warning: log(.warning, message())
    case .error, .off: break
    }
  }

  private func log(_ level: Logger.Level, _ message: @autoclosure () -> String) {
    logger.log(level: level, "\(message())", source: "ConversationTracker")
  }

  /// Called by the core, from any thread.
  static let receive: ags_log_fn = { user, level, message in
    guard let user, let message else { return }
    let relay = Unmanaged<LogRelay>.fromOpaque(user).takeUnretainedValue()
    relay.log(Logger.Level(level), String(cString: message))
  }
}

extension ConversationTracker.Configuration.LogLevel {
  fileprivate init(_ level: Logger.Level) {
    switch level {
    case .trace, .debug: self = .debug
    case .info: self = .info
    case .notice, .warning: self = .warning
    case .error, .critical: self = .error
    }
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
