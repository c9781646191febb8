import ArgumentParser
import CollectorStore

struct Keys: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the API keys with which agents send.", subcommands: [Create.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key and print it. It is shown this once; the database keeps only its hash.",
      discussion:
        "The agent and its client are made where they are missing. A running server takes the key at once.")

    @Option(help: "The agent that the key belongs to.")
    var agent: String

    @Option(help: "The client that the agent works for.")
    var client = "default"

    @Option(help: "What the key may do: read, or write (which includes reading).")
    var role: APIKey.Role = .write

    @OptionGroup var data: DataOption

    func run() throws {
      let store = try CollectorStore.open(data.directory)
      let key = try store.createKey(agent: agent, client: client, role: role)
      try store.close()
      print(key.text)
    }
  }
}

extension APIKey.Role: ExpressibleByArgument {}
