#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder that holds the database, readable by its owner alone: it contains what people said.
public struct DataDirectory: Sendable, Equatable {
  public let path: String

  public init(path: String) { self.path = path }

  /// `$XDG_DATA_HOME/agentsight`, or `~/.local/share/agentsight`; on macOS
  /// `~/Library/Application Support/agentsight`.
  public static func standard(environment: [String: String]) -> DataDirectory {
    let home = environment["HOME"] ?? "."
    #if os(macOS)
      return DataDirectory(path: home + "/Library/Application Support/agentsight")
    #else
      if let base = environment["XDG_DATA_HOME"], base.hasPrefix("/") {
        return DataDirectory(path: base + "/agentsight")
      }
      return DataDirectory(path: home + "/.local/share/agentsight")
    #endif
  }

  public var databasePath: String { path + "/agentsight.sqlite" }

  var hasDatabase: Bool { access(databasePath, F_OK) == 0 }

  /// Creates what is missing: the folder with mode 0700, the database file with mode 0600. SQLite gives its
  /// side files the mode of the database file, so creating that first keeps all of them private.
  func prepare() throws(StoreError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw StoreError.directoryNotWritable(path: path, reason: reason(for: error))
    }
    let file = open(databasePath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw StoreError.directoryNotWritable(path: path, reason: String(cString: strerror(errno)))
    }
    close(file)
  }

  private func reason(for error: any Error) -> String {
    var status = stat()
    if stat(path, &status) == 0 { return "it is not a directory" }
    return mkdir(path, 0o700) == 0 ? "\(error)" : String(cString: strerror(errno))
  }
}
