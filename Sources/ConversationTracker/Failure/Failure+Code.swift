internal import CAgentSight

extension ConversationTracker.Failure {
  /// The kind of a failure: the status that the C core returned.
  ///
  /// Later versions may know more kinds, so a `switch` over a code needs a `default`.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The value of the C enumeration `ags_status`.
    public let rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// A value that the core cannot take at all: a mistake in this module.
    public static let argument = Code(AGS_ERROR_ARGUMENT)
    /// The API key is missing or is not `ags_`, 32 hex digits, `_`, 6 hex digits.
    public static let apiKey = Code(AGS_ERROR_API_KEY)
    /// The endpoint is not an `https` URL, nor an `http` URL of a loopback address.
    public static let endpoint = Code(AGS_ERROR_ENDPOINT)
    /// There is no conversation id, neither in the call nor in the configuration, or it is not a valid one.
    public static let conversationID = Code(AGS_ERROR_CONVERSATION_ID)
    /// The text of a message is empty or blank.
    public static let text = Code(AGS_ERROR_TEXT)
    /// The metadata is not one JSON object, or holds a number that JSON has no spelling for.
    public static let metadata = Code(AGS_ERROR_METADATA)
    /// A field of an action breaks its rule.
    public static let action = Code(AGS_ERROR_ACTION)
    /// A field of a button breaks its rule.
    public static let button = Code(AGS_ERROR_BUTTON)
    /// A setting other than the key and the endpoint breaks its rule.
    public static let option = Code(AGS_ERROR_OPTION)
    /// The system gave no memory.
    public static let memory = Code(AGS_ERROR_MEMORY)
    /// Unsent events take all the memory that they may; nothing was recorded.
    public static let full = Code(AGS_ERROR_FULL)
    /// The system gave no thread.
    public static let thread = Code(AGS_ERROR_THREAD)
    /// The collector did not answer.
    public static let network = Code(AGS_ERROR_NETWORK)
    /// The collector's certificate was refused, or TLS failed in another way.
    public static let tls = Code(AGS_ERROR_TLS)
    /// The time given to the call has passed. Sending goes on, nothing is lost.
    public static let timeout = Code(AGS_ERROR_TIMEOUT)
    /// The collector answered 401 or 403.
    public static let unauthorized = Code(AGS_ERROR_UNAUTHORIZED)
    /// The collector answered with another 3xx or 4xx status.
    public static let refused = Code(AGS_ERROR_REFUSED)
    /// The collector answered with a 5xx status, or with something that is not HTTP.
    public static let server = Code(AGS_ERROR_SERVER)
    /// A count of a token usage breaks its rule.
    public static let tokenUsage = Code(AGS_ERROR_TOKEN_USAGE)
    /// A field of an attachment breaks its rule, or its file cannot be read.
    public static let attachment = Code(AGS_ERROR_ATTACHMENT)
    /// An event that the core does not know, or without what its kind needs: a mistake in this module.
    public static let event = Code(AGS_ERROR_EVENT)
    /// The collector takes no request as large as the one with this event alone; why an ``Item`` was dropped.
    public static let tooLarge = Code(AGS_ERROR_TOO_LARGE)

    private init(_ status: ags_status) {
      rawValue = Int32(status.rawValue)
    }
  }
}
