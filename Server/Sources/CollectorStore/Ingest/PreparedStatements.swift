import GRDB

/// The statements that one writer has used, found by where their text stands: hashing the text, as the
/// connection's cache does, would cost every event a good part of its insert.
final class PreparedStatements {
  private var statements: [UnsafePointer<UInt8>: Statement] = [:]

  func statement(_ db: Database, _ sql: StaticString) throws -> Statement {
    if let known = statements[sql.utf8Start] { return known }
    let statement = try db.cachedStatement(sql: sql.description)
    statements[sql.utf8Start] = statement
    return statement
  }
}
