internal import CAgentSight

extension ConversationTracker.Configuration {
  /// Creates the core's tracker. `relay` must outlive it.
  func makeCore(relay: LogRelay?) throws(ConversationTracker.Failure) -> OpaquePointer {
    var strings = CStrings()
    let apiKey = try strings.add(apiKey, named: "api_key", or: .apiKey)
    let endpoint = try strings.add(endpoint, named: "endpoint", or: .endpoint)
    let conversationID = try strings.add(conversationID, named: "conversation_id", or: .conversationID)
    let environment = try strings.add(environment, named: "environment", or: .option)
    let trustRootsFile = try strings.add(trustRootsFile, named: "ca_file", or: .option)

    var options = ags_options.defaults
    // A number that does not fit becomes the nearest one that does, and the core refuses that.
    options.memory_limit = max(0, memoryLimit)
    options.batch_events = UInt32(clamping: batchEvents)
    options.connect_timeout_ms = connectTimeout.wholeMilliseconds
    options.request_timeout_ms = requestTimeout.wholeMilliseconds
    options.allow_insecure_http = allowsInsecureHTTP
    if let relay {
      options.log_level = (logLevel ?? relay.level).core
      options.log = LogRelay.receive
      options.log_user = Unmanaged.passUnretained(relay).toOpaque()
    }

    var core: OpaquePointer?
    let failure = strings.withPointers { pointer in
      options.api_key = pointer(apiKey)
      options.endpoint = pointer(endpoint)
      options.conversation_id = pointer(conversationID)
      options.environment = pointer(environment)
      options.ca_file = pointer(trustRootsFile)
      return ConversationTracker.Failure(ags_tracker_create(&options, &core))
    }
    guard let core else { throw failure ?? .init(.argument, "tracker: not created") }
    return core
  }
}
