internal import CAgentSight
public import Logging

/// Records the conversations of an AI agent in memory and sends them to AgentSight when asked to.
///
/// ```swift
/// let tracker = try ConversationTracker(apiKey: "ags_…")
///
/// try tracker.trackQuestion("What is machine learning?", conversationID: "user_123")
/// try tracker.trackAction("research", toolsUsed: ["search": "enabled"], duration: .milliseconds(50))
/// try tracker.trackAnswer("A field of AI that …", conversationID: "user_123", metadata: ["model": "small"])
///
/// let report = try await tracker.sendTrackedData()
/// ```
///
/// A tracking call copies its arguments, stamps them and returns: it takes well under a microsecond and never
/// touches the network. Any thread or task may call any method at any time; the events of one conversation
/// keep the order in which their calls happened.
///
/// What a collector would refuse for its size, a longer text or object, is cut and counted in
/// ``Statistics/mended``.
///
/// Every method that can fail throws a ``Failure``, and a tracking call that throws has recorded nothing.
/// When the last reference to a tracker goes, and when the process exits, what waits is sent, for
/// ``Configuration/closeTimeout`` at most; what could not be sent by then is gone.
public final class ConversationTracker: Sendable {
  /// The core's tracker. Unsafe only in the eyes of the compiler, which knows nothing about C: the pointer
  /// is never changed, every function of the core may be called from any thread, and the one exception,
  /// `ags_tracker_free()`, is called by `deinit`, when no other call can be under way.
  nonisolated(unsafe) let core: OpaquePointer

  /// The conversation of tracking calls that name none.
  let conversationID: String?

  /// Receives the core's log lines through an unretained pointer, so it must live as long as `core`.
  private let logRelay: LogRelay?

  /// The same for items.
  private let itemRelay: ItemRelay?

  /// Creates a tracker. Opens no connection and starts no thread.
  ///
  /// - Throws: ``Failure`` with the code ``Failure/Code/apiKey``, ``Failure/Code/endpoint``,
  ///   ``Failure/Code/conversationID``, ``Failure/Code/option`` or ``Failure/Code/memory``.
  public init(configuration: Configuration) throws(Failure) {
    let logRelay = configuration.logger.map { LogRelay($0, level: configuration.logLevel) }
    let itemRelay = configuration.itemHandler.map(ItemRelay.init)
    core = try configuration.makeCore(logRelay: logRelay, itemRelay: itemRelay)
    conversationID = configuration.conversationID
    self.logRelay = logRelay
    self.itemRelay = itemRelay
  }

  /// Creates a tracker from the environment, see ``Configuration/fromEnvironment()``.
  ///
  /// - Throws: As ``init(configuration:)``.
  public convenience init() throws(Failure) {
    try self.init(configuration: .fromEnvironment())
  }

  /// Creates a tracker from the settings that most agents need; ``Configuration`` has them all. The
  /// environment plays no part in it.
  ///
  /// - Parameters:
  ///   - apiKey: `ags_`, 32 hex digits, `_`, 6 hex digits.
  ///   - endpoint: The URL of the collector; `nil` is `https://api.agentsight.io`.
  ///   - conversationID: The conversation of tracking calls that name none.
  ///   - environment: The slug of the environment to record under, such as `development`.
  ///   - logger: Where log lines go; without one nothing is logged.
  /// - Throws: As ``init(configuration:)``.
  public convenience init(
    apiKey: String,
    endpoint: String? = nil,
    conversationID: String? = nil,
    environment: String? = nil,
    logger: Logger? = nil
  ) throws(Failure) {
    var configuration = Configuration(apiKey: apiKey)
    configuration.endpoint = endpoint
    configuration.conversationID = conversationID
    configuration.environment = environment
    configuration.logger = logger
    try self.init(configuration: configuration)
  }

  deinit {
    ags_tracker_free(core)
  }

  /// Makes a log line.
  func warn(_ message: @autoclosure () -> String) {
    logRelay?.warn(message())
  }
}
