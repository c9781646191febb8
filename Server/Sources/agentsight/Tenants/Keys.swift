import ArgumentParser
import CollectorStore
import JSONText

struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Manage the API keys with which agents send and programs read.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: ParsableCommand {
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

    @Option(help: "Who uses the key, as tickets and comments show it. (default: the agent's name)")
    var name: String?

    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() throws {
      let key = try data.withStore {
        try $0.createKey(agent: agent, client: client, role: role, name: name)
      }
      guard json.isOn else { return print(key.text) }
      var writer = JSONWriter()
      writer.object {
        $0.member("key", key.text)
        $0.member("client", client)
        $0.member("agent", agent)
        $0.member("role", role.rawValue)
        $0.member("name", name ?? agent)
      }
      print(writer.text)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List keys by their first characters, revoked ones too.")

    @Option(help: "List the keys of this agent alone.")
    var agent: String?

    @Option(help: "List the keys of this client alone.")
    var client: String?

    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() throws {
      json.printList(
        try data.withStore { try $0.keys(client: client, agent: agent) },
        headings: ["ID", "KEY", "ROLE", "CLIENT", "AGENT", "NAME", "CREATED", "REVOKED"],
        cells: {
          [
            "\($0.id)", "\($0.prefix)…", $0.role.rawValue, $0.client, $0.agent, $0.name,
            $0.createdAt.iso8601, $0.revokedAt?.iso8601 ?? "",
          ]
        },
        members: { row, json in row.write(to: &json) })
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a key. A running server refuses it from the next request on.")

    @Argument(help: "The key's id or its first characters, as 'keys list' shows them.")
    var key: String

    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() throws {
      let row = try data.withStore { try $0.revokeKey(key) }
      guard json.isOn else { return print("Revoked \(row.prefix)… of \(TerminalText.line(row.agent))") }
      var writer = JSONWriter()
      writer.object { row.write(to: &$0) }
      print(writer.text)
    }
  }
}

extension APIKey.Role: ExpressibleByArgument {}

extension KeyRow {
  fileprivate func write(to json: inout JSONWriter) {
    json.member("id", id)
    json.member("prefix", prefix)
    json.member("name", name)
    json.member("client", client)
    json.member("agent", agent)
    json.member("role", role.rawValue)
    json.member("created_at", createdAt)
    json.member("revoked_at", revokedAt)
  }
}
