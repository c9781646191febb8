import ArgumentParser
import CollectorStore

struct Clients: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Manage clients: whom agents work for.",
    subcommands: [Create.self, List.self, Rename.self, Delete.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a client.")

    @Argument(help: "The client's name.")
    var name: String

    @OptionGroup var data: DataOption

    func run() throws { try data.withStore { try $0.createClient(name) } }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List all clients.")

    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() throws {
      json.printList(
        try data.withStore { try $0.clients() }, headings: ["ID", "NAME", "AGENTS", "CREATED"],
        cells: { ["\($0.id)", $0.name, "\($0.agentCount)", $0.createdAt.iso8601] },
        members: { row, json in
          json.member("id", row.id)
          json.member("name", row.name)
          json.member("agents", Int64(row.agentCount))
          json.member("created_at", row.createdAt)
        })
    }
  }

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Give a client another name.")

    @Argument(help: "The client's name.")
    var name: String

    @Argument(help: "Its new name.")
    var newName: String

    @OptionGroup var data: DataOption

    func run() throws { try data.withStore { try $0.renameClient(name, to: newName) } }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a client, its agents and their keys.",
      discussion: "Its conversations have to be erased first: agentsight erase client NAME.")

    @Argument(help: "The client's name.")
    var name: String

    @OptionGroup var data: DataOption

    func run() throws { try data.withStore { try $0.deleteClient(name) } }
  }
}
