import ArgumentParser
import CollectorStore

/// `--agent` and `--client`, which together name one agent.
struct AgentOptions: ParsableArguments {
  @Option(help: "The agent.")
  var agent: String

  @Option(help: "The agent's client, where several have an agent of this name.")
  var client: String?

  var name: AgentName { AgentName(agent, client: client) }
}

extension DataOption {
  /// Opens the store, does something with it and closes it again.
  func withStore<Value>(_ body: (CollectorStore) throws -> Value) throws -> Value {
    let store = try CollectorStore.open(directory)
    defer { try? store.close() }
    return try body(store)
  }
}
