import ArgumentParser
import CollectorStore

struct Environments: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Manage the environments that an agent's conversations belong to.",
    subcommands: [Create.self, List.self, Rename.self, Delete.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make an environment for an agent.")

    @Argument(
      help: "What conversations name it by: lower-case letters, digits, '-' and '_'. It never changes.")
    var slug: String

    @Option(help: "What people read. (default: the slug)")
    var name: String?

    @Flag(help: "Count its conversations in figures about production.")
    var production = false

    @OptionGroup var agent: AgentOptions
    @OptionGroup var data: DataOption

    func run() throws {
      try data.withStore {
        try $0.createEnvironment(slug, name: name ?? slug, isProduction: production, of: agent.name)
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the environments of an agent.")

    @OptionGroup var agent: AgentOptions
    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() throws {
      json.printList(
        try data.withStore { try $0.environments(of: agent.name) },
        headings: ["ID", "SLUG", "NAME", "PRODUCTION", "CREATED"],
        cells: { ["\($0.id)", $0.slug, $0.name, $0.isProduction ? "yes" : "no", $0.createdAt.iso8601] },
        members: { row, json in
          json.member("id", row.id)
          json.member("slug", row.slug)
          json.member("name", row.name)
          json.member("is_production", row.isProduction)
          json.member("created_at", row.createdAt)
          json.member("updated_at", row.updatedAt)
        })
    }
  }

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Change the name that people read.")

    @Argument(help: "The environment's slug, which stays.")
    var slug: String

    @Argument(help: "Its new name.")
    var newName: String

    @OptionGroup var agent: AgentOptions
    @OptionGroup var data: DataOption

    func run() throws {
      try data.withStore { try $0.renameEnvironment(slug, to: newName, of: agent.name) }
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete an environment that nothing belongs to.")

    @Argument(help: "The environment's slug.")
    var slug: String

    @OptionGroup var agent: AgentOptions
    @OptionGroup var data: DataOption

    func run() throws { try data.withStore { try $0.deleteEnvironment(slug, of: agent.name) } }
  }
}
