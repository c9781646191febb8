import ArgumentParser
import CollectorStore

struct Erase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remove what was recorded, for good, and print a receipt.",
    discussion: """
      Rows, search index and attachments go, in steps that a running server hardly notices, and what happened \
      until now does not come back when it is sent again. Backups and exports made before still hold it. The \
      space of deleted rows is overwritten; --vacuum also rewrites the file, after which nothing of them is \
      left in it.
      """,
    subcommands: [
      Conversation.self, Customer.self, EraseAgent.self, EraseClient.self, Receipts.self,
    ])

  struct Conversation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Erase one conversation.")

    @Argument(help: "The conversation's id, as the agent gave it.")
    var conversationID: String

    @OptionGroup var agent: AgentOptions
    @OptionGroup var options: EraseOptions

    func run() async throws {
      try await options.erase(.conversation(conversationID, of: agent.name))
    }
  }

  struct Customer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Erase all conversations of a customer, with one agent or with all of a client's.")

    @Argument(help: "The customer's id, as agents gave it.")
    var customerID: String

    @Option(help: "The agent. (default: all agents of the client)")
    var agent: String?

    @Option(help: "The client.")
    var client: String?

    @OptionGroup var options: EraseOptions

    func validate() throws {
      guard agent != nil || client != nil else { throw ValidationError("Give --agent, --client or both.") }
    }

    func run() async throws {
      if let agent {
        try await options.erase(.customer(customerID, of: AgentName(agent, client: client)))
      } else if let client {
        try await options.erase(.customerOfClient(customerID, client: client))
      }
    }
  }

  struct EraseAgent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "agent", abstract: "Erase all conversations of an agent.")

    @OptionGroup var agent: AgentOptions
    @OptionGroup var options: EraseOptions

    func run() async throws { try await options.erase(.agent(agent.name)) }
  }

  struct EraseClient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "client", abstract: "Erase all conversations of all agents of a client.")

    @Argument(help: "The client's name.")
    var name: String

    @OptionGroup var options: EraseOptions

    func run() async throws { try await options.erase(.client(name)) }
  }

  struct Receipts: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the receipts of all erasures, one JSON object a line.")

    @OptionGroup var data: DataOption

    func run() throws {
      for receipt in try data.withStore({ try $0.erasureReceipts() }) { print(receipt) }
    }
  }
}
