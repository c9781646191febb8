import ArgumentParser
import CollectorStore

struct Agents: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Manage agents.", subcommands: [Create.self, List.self, Rename.self, Delete.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an agent with the environments production and development.",
      discussion: "Its client is made where it is missing.")

    @Argument(help: "The agent's name.")
    var name: String

    @Option(help: "The client that the agent works for.")
    var client = "default"

    @OptionGroup var data: DataOption

    func run() throws { try data.withStore { try $0.createAgent(name, client: client) } }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the agents of a client, or of all.")

    @Option(help: "List the agents of this client alone.")
    var client: String?

    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() throws {
      json.printList(
        try data.withStore { try $0.agents(ofClient: client) },
        headings: ["ID", "CLIENT", "NAME", "KEYS", "CONVERSATIONS", "CREATED"],
        cells: {
          [
            "\($0.id)", $0.client, $0.name, "\($0.keyCount)", "\($0.conversationCount)",
            $0.createdAt.iso8601,
          ]
        },
        members: { row, json in
          json.member("id", row.id)
          json.member("client", row.client)
          json.member("name", row.name)
          json.member("keys", Int64(row.keyCount))
          json.member("conversations", Int64(row.conversationCount))
          json.member("created_at", row.createdAt)
        })
    }
  }

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Give an agent another name.")

    @OptionGroup var agent: AgentOptions

    @Argument(help: "Its new name.")
    var newName: String

    @OptionGroup var data: DataOption

    func run() throws { try data.withStore { try $0.renameAgent(agent.name, to: newName) } }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete an agent and its keys.",
      discussion: "Its conversations have to be erased first: agentsight erase agent --agent NAME.")

    @OptionGroup var agent: AgentOptions
    @OptionGroup var data: DataOption

    func run() throws { try data.withStore { try $0.deleteAgent(agent.name) } }
  }
}
