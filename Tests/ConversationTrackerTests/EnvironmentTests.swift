import ConversationTracker
import Foundation
import Testing

/// Each in a process of its own: changing the environment beside other tests would be a race.
@Suite struct EnvironmentTests {
  @Test func everyVariableIsRead() async {
    await #expect(processExitsWith: .success) {
      setenv("AGENTSIGHT_API_KEY", testKey, 1)
      setenv("AGENTSIGHT_API_ENDPOINT", "http://127.0.0.1:1", 1)
      setenv("AGENTSIGHT_CONVERSATION_ID", "from_environment", 1)
      setenv("AGENTSIGHT_ENVIRONMENT", "development", 1)
      setenv("AGENTSIGHT_SPOOL_DIRECTORY", "/var/spool/agent", 1)
      setenv("AGENTSIGHT_WIRE", "rest", 1)
      setenv("AGENTSIGHT_LOG_LEVEL", "debug", 1)
      let configuration = try ConversationTracker.Configuration.fromEnvironment()
      #expect(configuration.apiKey == testKey)
      #expect(configuration.endpoint == "http://127.0.0.1:1")
      #expect(configuration.conversationID == "from_environment")
      #expect(configuration.environment == "development")
      #expect(configuration.spoolDirectory == "/var/spool/agent")
      #expect(configuration.wire == .rest)
      #expect(configuration.logLevel == .debug)
    }
  }

  @Test func aTrackerWithoutArgumentsComesFromIt() async {
    await #expect(processExitsWith: .success) {
      setenv("AGENTSIGHT_API_KEY", testKey, 1)
      setenv("AGENTSIGHT_CONVERSATION_ID", "from_environment", 1)
      let tracker = try ConversationTracker()
      try tracker.trackQuestion("Does it know its conversation?")
      #expect(tracker.statistics.accepted == 1)
    }
  }

  @Test func everyLogLevelIsKnown() async {
    await #expect(processExitsWith: .success) {
      let levels: [(String, ConversationTracker.Configuration.LogLevel)] = [
        ("DEBUG", .debug), ("Info", .info), ("WARNING", .warning), ("error", .error), ("NONE", .off),
      ]
      for (name, level) in levels {
        setenv("AGENTSIGHT_LOG_LEVEL", name, 1)
        let configuration = try ConversationTracker.Configuration.fromEnvironment()
        #expect(configuration.logLevel == level)
      }
    }
  }

  @Test func unsetAndEmptyVariablesChangeNothing() async {
    await #expect(processExitsWith: .success) {
      unsetenv("AGENTSIGHT_API_KEY")
      setenv("AGENTSIGHT_API_ENDPOINT", "", 1)
      setenv("AGENTSIGHT_LOG_LEVEL", "", 1)
      let configuration = try ConversationTracker.Configuration.fromEnvironment()
      #expect(configuration.apiKey == nil)
      #expect(configuration.endpoint == nil)
      #expect(configuration.wire == .ingest)
      #expect(configuration.logLevel == nil)
      expectFailure(.apiKey) { _ = try ConversationTracker() }
    }
  }

  @Test func anUnknownLogLevelIsRefused() async {
    await #expect(processExitsWith: .success) {
      setenv("AGENTSIGHT_LOG_LEVEL", "loud", 1)
      expectFailure(.option) { _ = try ConversationTracker.Configuration.fromEnvironment() }
    }
  }

  @Test func anUnknownWireIsRefused() async {
    await #expect(processExitsWith: .success) {
      setenv("AGENTSIGHT_WIRE", "pigeon", 1)
      expectFailure(.option) { _ = try ConversationTracker.Configuration.fromEnvironment() }
    }
  }

  @Test func settingsFromCodeDoNotReadIt() async {
    await #expect(processExitsWith: .success) {
      setenv("AGENTSIGHT_CONVERSATION_ID", "from_environment", 1)
      let tracker = try ConversationTracker(apiKey: testKey)
      expectFailure(.conversationID) { try tracker.trackQuestion("Whose question?") }
    }
  }
}
