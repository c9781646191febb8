import ArgumentParser
import CollectorStore
import Foundation

/// `--data`, which every command on the store shares.
struct DataOption: ParsableArguments {
  @Option(name: .customLong("data"), help: "The folder with the database. (default: the user's data folder)")
  var path: String?

  var directory: DataDirectory {
    guard let path else { return .standard(environment: ProcessInfo.processInfo.environment) }
    return DataDirectory(path: path)
  }
}
