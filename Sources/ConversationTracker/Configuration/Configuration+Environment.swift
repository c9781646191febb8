internal import CAgentSight

extension ConversationTracker.Configuration {
  /// The settings that the environment of the process holds, and the defaults for the others.
  ///
  /// Reads `AGENTSIGHT_API_KEY`, `AGENTSIGHT_API_ENDPOINT`, `AGENTSIGHT_CONVERSATION_ID`,
  /// `AGENTSIGHT_ENVIRONMENT`, `AGENTSIGHT_SPOOL_DIRECTORY`, `AGENTSIGHT_WIRE` and `AGENTSIGHT_LOG_LEVEL`; a variable that
  /// is empty counts as unset. Not safe while another thread changes the environment.
  ///
  /// - Throws: ``ConversationTracker/Failure`` with the code ``ConversationTracker/Failure/Code/option`` for
  ///   an unknown log level or wire.
  public static func fromEnvironment() throws(ConversationTracker.Failure) -> Self {
    var options = ags_options.defaults
    // The core replaces the level only where the variable is set, so a level that it does not know stays
    // where it is not.
    let unset = ags_log_level(rawValue: .max)
    options.log_level = unset
    if let failure = ConversationTracker.Failure(ags_options_from_environment(&options)) { throw failure }

    var configuration = Self()
    configuration.apiKey = options.api_key.map { String(cString: $0) }
    configuration.endpoint = options.endpoint.map { String(cString: $0) }
    configuration.conversationID = options.conversation_id.map { String(cString: $0) }
    configuration.environment = options.environment.map { String(cString: $0) }
    configuration.spoolDirectory = options.spool_directory.map { String(cString: $0) }
    configuration.wire = .init(options.wire) ?? .ingest
    if options.log_level != unset { configuration.logLevel = .init(options.log_level) }
    return configuration
  }
}
