internal import CAgentSight

extension ConversationTracker.Configuration {
  /// Creates the core's tracker. The relays must outlive it.
  func makeCore(
    logRelay: LogRelay?, itemRelay: ItemRelay?
  ) throws(ConversationTracker.Failure) -> OpaquePointer {
    var strings = CStrings()
    let apiKey = try strings.add(apiKey, named: "api_key", or: .apiKey)
    let endpoint = try strings.add(endpoint, named: "endpoint", or: .endpoint)
    let conversationID = try strings.add(conversationID, named: "conversation_id", or: .conversationID)
    let environment = try strings.add(environment, named: "environment", or: .option)
    let trustRootsFile = try strings.add(trustRootsFile, named: "ca_file", or: .option)
    let spoolDirectory = try strings.add(spoolDirectory, named: "spool_directory", or: .option)

    var options = ags_options.defaults
    try set(&options)
    if let logRelay {
      options.log_level = logRelay.level.core
      options.log = LogRelay.receive
      options.log_user = Unmanaged.passUnretained(logRelay).toOpaque()
    }
    if let itemRelay {
      options.on_item = ItemRelay.receive
      options.item_user = Unmanaged.passUnretained(itemRelay).toOpaque()
    }

    var core: OpaquePointer?
    let failure = strings.withPointers { pointer in
      options.api_key = pointer(apiKey)
      options.endpoint = pointer(endpoint)
      options.conversation_id = pointer(conversationID)
      options.environment = pointer(environment)
      options.ca_file = pointer(trustRootsFile)
      options.spool_directory = pointer(spoolDirectory)
      return ConversationTracker.Failure(ags_tracker_create(&options, &core))
    }
    guard let core else { throw failure ?? .init(.argument, "tracker: not created") }
    return core
  }

  /// Sets the options that are no strings. A number that does not fit becomes the nearest that does, and the core
  /// refuses that; where 0 means "never" or "the default" to the core, it is refused here.
  private func set(_ options: inout ags_options) throws(ConversationTracker.Failure) {
    options.wire = wire.core
    options.memory_limit = max(0, memoryLimit)
    whenFull.set(&options)
    options.batch_events = UInt32(clamping: batchEvents)
    options.connect_timeout_ms = connectTimeout.wholeMilliseconds
    options.request_timeout_ms = requestTimeout.wholeMilliseconds
    options.close_timeout_ms = closeTimeout.wholeMilliseconds
    options.text_limit = UInt32(clamping: textLimit)
    options.allow_insecure_http = allowsInsecureHTTP
    guard spoolLimit > 0 else { throw .init(.option, "spoolLimit: must be at least 1 MiB") }
    options.spool_limit = UInt64(spoolLimit)
    if let sendEveryEvents {
      guard sendEveryEvents > 0 else { throw .init(.option, "sendEveryEvents: must be at least 1") }
      options.send_every_events = UInt32(clamping: sendEveryEvents)
    }
    if let sendInterval {
      guard sendInterval > .zero else { throw .init(.option, "sendInterval: must be more than 0") }
      options.send_every_ms = sendInterval.wholeMilliseconds
    }
  }
}
