import CollectorStore
import Foundation
import GRDB

/// A folder of its own for one test, removed when the test lets go of it.
public final class TemporaryDirectory: Sendable {
  public let path: String

  public init() throws {
    path = NSTemporaryDirectory() + "/agentsight-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A data directory inside, not yet created.
  public var data: DataDirectory { DataDirectory(path: path + "/data") }
}

/// A store in a folder of its own, with one agent.
public final class TemporaryStore: Sendable {
  public let directory: TemporaryDirectory
  public let store: CollectorStore
  public let key: APIKey

  public init() throws {
    directory = try TemporaryDirectory()
    store = try CollectorStore.open(directory.data)
    key = try store.createKey(agent: "Shop")
  }

  deinit { try? store.close() }

  public func credential() async throws -> Credential { try await store.authenticate(key.text) }

  /// Everything that the tables hold, to compare before and after.
  public func dump() throws -> [String] {
    let database = try DatabaseQueue(path: directory.data.databasePath)
    return try database.read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      return try tables.flatMap { table in
        try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { "\(table): \($0)" }
      }
    }
  }
}
