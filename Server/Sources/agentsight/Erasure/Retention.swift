import ArgumentParser
import CollectorStore
import JSONText

struct Retention: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say how long conversations are kept.",
    discussion: """
      A conversation goes when nothing of it has arrived for so many days, whatever the clocks of its senders \
      said. A running server removes what is due every hour; without a period everything is kept.
      """,
    subcommands: [Set.self, Clear.self, List.self, Apply.self])

  struct Scope: ParsableArguments {
    @Option(help: "The client.")
    var client: String

    @Option(help: "The slug of an environment. (default: all that have no period of their own)")
    var environment: String?
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Set the period of a client's conversations.")

    @OptionGroup var scope: Scope

    @Option(help: "Days, from 1 to 36500.")
    var days: Int

    @OptionGroup var data: DataOption

    func validate() throws {
      guard (1...36_500).contains(days) else { throw ValidationError("--days must be from 1 to 36500.") }
    }

    func run() throws {
      try data.withStore {
        try $0.setRetention(days: days, client: scope.client, environment: scope.environment)
      }
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a period.")

    @OptionGroup var scope: Scope
    @OptionGroup var data: DataOption

    func run() throws {
      try data.withStore {
        try $0.setRetention(days: nil, client: scope.client, environment: scope.environment)
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List all periods.")

    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() throws {
      json.printList(
        try data.withStore { try $0.retention() }, headings: ["CLIENT", "ENVIRONMENT", "DAYS"],
        cells: { [$0.client, $0.environment ?? "(all others)", "\($0.days)"] },
        members: { row, json in
          json.member("client", row.client)
          json.member("environment", row.environment)
          json.member("days", Int64(row.days))
        })
    }
  }

  struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove now what is due, and print how many conversations that were.")

    @Flag(help: "Only count them.")
    var dryRun = false

    @OptionGroup var data: DataOption

    func run() async throws {
      let store = try CollectorStore.open(data.directory)
      defer { try? store.close() }
      print(dryRun ? try store.countExpired() : try await store.applyRetention().conversations)
    }
  }
}
