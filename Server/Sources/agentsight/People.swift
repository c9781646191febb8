import ArgumentParser
import CollectorStore

struct People: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let people in to the dashboard.", subcommands: [Invite.self, List.self, Remove.self])

  struct Invite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the path of a link with which somebody makes an account, once, within a week.",
      discussion: """
        Without --client the link is for the operator, who sees every client; a new one ends the ones before it. \
        Put the collector's address in front of the path.
        """)

    @Option(help: "The client whose agents the person shall see.")
    var client: String?

    @Option(help: "What the person may do: viewer, editor or owner.")
    var role: ClientRole = .viewer

    @Option(help: "Whom the link is for, to tell open invitations apart.")
    var note = ""

    @OptionGroup var data: DataOption

    func run() async throws {
      let store = try CollectorStore.open(data.directory)
      let link = try await invitation(store)
      try store.close()
      print("/welcome/\(link.text)")
    }

    private func invitation(_ store: CollectorStore) async throws -> SecretToken {
      guard let client else { return try await store.inviteOperator() }
      return try await store.invite(to: find(client, in: store), role: role, note: note)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print who can sign in, and for which client.")

    @OptionGroup var data: DataOption

    func run() async throws {
      let store = try CollectorStore.openReadOnly(data.directory)
      // Whoever can read the database file may see all of it.
      for row in try await store.everybody(for: OperatorScope()) {
        print(
          "\(row.person.login)\t\(row.person.name)\t\(row.role?.rawValue ?? "operator")\t\(row.client ?? "all clients")"
        )
      }
      try store.close()
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take somebody's account away. Their sessions end at once.")

    @Argument(help: "The person's sign-in name.")
    var login: String

    @OptionGroup var data: DataOption

    func run() async throws {
      let store = try CollectorStore.open(data.directory)
      let removed = try await store.removePerson(login: login, for: OperatorScope())
      try store.close()
      guard removed else { throw CommandError("Nobody has the sign-in name '\(login)'.") }
    }
  }
}

/// The client with this name.
/// - Throws: `CommandError` where there is none.
func find(_ name: String, in store: CollectorStore) async throws -> ClientScope {
  guard let client = try await store.clients(for: OperatorScope()).first(where: { $0.name == name }) else {
    throw CommandError("There is no client '\(name)'.")
  }
  return client.scope
}

extension ClientRole: ExpressibleByArgument {}
