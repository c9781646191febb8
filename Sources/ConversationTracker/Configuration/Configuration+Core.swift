internal import CAgentSight

extension ConversationTracker.Configuration {
  /// Creates the core's tracker. `relay` must outlive it.
  func makeCore(relay: LogRelay?) throws(ConversationTracker.Failure) -> OpaquePointer {
    var strings = CStrings()
    let apiKey = try strings.add(apiKey, as: .apiKey, named: "api_key")
    let endpoint = try strings.add(endpoint, as: .endpoint, named: "endpoint")
    let conversationID = try strings.add(conversationID, as: .conversationID, named: "conversation_id")
    let environment = try strings.add(environment, as: .option, named: "environment")
    let trustRootsFile = try strings.add(trustRootsFile, as: .option, named: "ca_file")

    var options = ags_options.defaults
    // Whatever an integer of the core cannot hold becomes its nearest, which the core refuses.
    options.memory_limit = Int(clamping: memoryLimit).magnitudeOrZero
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
    let status = strings.withPointers { pointer in
      options.api_key = pointer(apiKey)
      options.endpoint = pointer(endpoint)
      options.conversation_id = pointer(conversationID)
      options.environment = pointer(environment)
      options.ca_file = pointer(trustRootsFile)
      return ags_tracker_create(&options, &core)
    }
    if let failure = ConversationTracker.Failure(status) { throw failure }
    return core!
  }
}
