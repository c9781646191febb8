import ArgumentParser

/// The `agentsight` command.
@main
struct AgentSight: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agentsight",
    abstract: "Collect the conversations of AI agents and look at them.",
    version: programVersion,
    subcommands: [
      Serve.self, Clients.self, Agents.self, Environments.self, Keys.self, People.self, Branding.self,
      Show.self,
      Prices.self, Export.self, Import.self, Backup.self, Restore.self, Retention.self, Erase.self,
      Doctor.self,
      Replay.self,
      Version.self,
    ])
}

/// The version of this program and of the tracker that is built with it.
let programVersion = "0.1.0"

struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the version.")

  func run() { print("agentsight \(programVersion)") }
}
