import ArgumentParser
import CollectorStore
import Foundation

/// `--data`, which every command on the store shares.
struct DataOption: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: "The folder with the database. (or AGENTSIGHT_DATA; default: the user's data folder)")
  var path: String?

  var directory: DataDirectory {
    let environment = ProcessInfo.processInfo.environment
    if let path { return DataDirectory(path: path) }
    if let path = environment["AGENTSIGHT_DATA"], !path.isEmpty { return DataDirectory(path: path) }
    return .standard(environment: environment)
  }
}
