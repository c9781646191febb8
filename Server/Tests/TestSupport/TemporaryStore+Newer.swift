import GRDB

extension TemporaryStore {
  /// Marks the database as one that a later version has migrated.
  public func pretendToBeNewer() throws {
    let database = try DatabaseQueue(path: directory.data.databasePath)
    try database.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 from the future')") }
    try database.close()
  }
}
