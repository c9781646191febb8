internal import CAgentSight
public import Logging

extension ConversationTracker {
  /// The settings of a tracker. They are checked when the tracker is created.
  public struct Configuration: Sendable {
    /// `ags_`, 32 hex digits, `_`, 6 hex digits. Required.
    ///
    /// - Environment variable: `AGENTSIGHT_API_KEY`
    public var apiKey: String?

    /// The URL of the collector: `https`, or `http` for a loopback address. Without one it is
    /// `https://api.agentsight.io`.
    ///
    /// - Environment variable: `AGENTSIGHT_API_ENDPOINT`
    public var endpoint: String?

    /// The conversation of tracking calls that name none: 1 to 255 characters, not blank. Without one, each
    /// call has to name its conversation.
    ///
    /// - Environment variable: `AGENTSIGHT_CONVERSATION_ID`
    public var conversationID: String?

    /// The slug of the environment to record under, such as `development`: at most 255 characters. Without
    /// one the collector chooses.
    ///
    /// - Environment variable: `AGENTSIGHT_ENVIRONMENT`
    public var environment: String?

    /// The path of a PEM file with the certificates to trust, in place of the system's.
    public var trustRootsFile: String?

    /// How events travel. Default: ``Wire/ingest``.
    ///
    /// - Environment variable: `AGENTSIGHT_WIRE`, `ingest` or `rest`
    public var wire: Wire = .ingest

    /// Bytes of memory that events may take until they are sent; at least 1 MiB. Default: 256 MiB.
    public var memoryLimit: Int

    /// What a tracking call does when ``memoryLimit`` is reached. Default: ``WhenFull/reject``.
    public var whenFull: WhenFull = .reject

    /// A directory of this user's own, made if missing, in which unsent events outlive the process, however it ends:
    /// the next tracker with the same directory, key and environment sends them. Their texts lie there unencrypted,
    /// readable by this user alone. Any number of processes may share it. Default: `nil`, what is not sent ends with the
    /// process.
    ///
    /// - Environment variable: `AGENTSIGHT_SPOOL_DIRECTORY`
    public var spoolDirectory: String?

    /// Bytes that this tracker's files in ``spoolDirectory`` may take; at least 1 MiB. What does not fit stays in memory
    /// alone. Default: 1 GiB.
    public var spoolLimit: Int = 1 << 30

    /// Events in one request at most: 1 to 10,000. Default: 1,000.
    public var batchEvents: Int

    /// How long connecting may take, name resolution included; counted in milliseconds. Default: 5 seconds.
    public var connectTimeout: Duration

    /// How long one request may take as a whole; counted in milliseconds. Default: 30 seconds.
    public var requestTimeout: Duration

    /// How long the tracker, when its last reference goes, and the end of the process wait until what was tracked
    /// is sent; counted in milliseconds. Zero: it is given up unsent. Default: 2 seconds.
    ///
    /// The thread that lets go of the last reference waits.
    public var closeTimeout: Duration

    /// Sends by itself after so many events; at least 1. Default: `nil`, never. The product suggests 10.
    public var sendEveryEvents: Int?

    /// Sends by itself after so much time, when something was tracked; counted in milliseconds. Default: `nil`,
    /// never. The product suggests 5 minutes.
    public var sendInterval: Duration?

    /// Characters that a text or the JSON of an object may have before it is cut; at least 256. Default: 16,384.
    public var textLimit: Int

    /// Told what has become of each event, however sending began. Default: `nil`.
    ///
    /// Called from the thread that sends, which it holds up, or that discards. It must not call the same
    /// tracker.
    public var itemHandler: (@Sendable (Item) -> Void)?

    /// Accepts an `http` endpoint outside loopback, where the key and every text travel in clear. Default:
    /// `false`.
    public var allowsInsecureHTTP: Bool

    /// Where log lines go. Default: `nil`, nothing is logged.
    ///
    /// The logger is called from the thread that tracks or sends. It must not call the same tracker.
    public var logger: Logger?

    /// The least severe lines to make. Default: `nil`, the level of ``logger``.
    ///
    /// - Environment variable: `AGENTSIGHT_LOG_LEVEL`, one of `DEBUG`, `INFO`, `WARNING`, `ERROR` and `NONE`
    public var logLevel: LogLevel?

    /// Settings with the key given and the defaults otherwise.
    public init(apiKey: String? = nil) {
      let defaults = ags_options.defaults
      self.apiKey = apiKey
      memoryLimit = Int(clamping: defaults.memory_limit)
      batchEvents = Int(defaults.batch_events)
      connectTimeout = .milliseconds(defaults.connect_timeout_ms)
      requestTimeout = .milliseconds(defaults.request_timeout_ms)
      closeTimeout = .milliseconds(defaults.close_timeout_ms)
      textLimit = Int(defaults.text_limit)
      allowsInsecureHTTP = defaults.allow_insecure_http
    }
  }
}

extension ags_options {
  /// What the core takes for a field that nobody sets.
  static var defaults: ags_options {
    var options = ags_options()
    ags_options_init(&options, MemoryLayout<ags_options>.stride)
    return options
  }
}
