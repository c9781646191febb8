import GRDB
import GRDBSQLite

/// A statement of the hot path, bound by SQLite's own functions.
///
/// Two reasons not to go through `StatementArguments`: a text is bound with its length, so that NULs inside
/// it survive, and a span's payload is bound from the request body without being copied first.
struct InsertStatement {
  private let statement: Statement
  private let pointer: SQLiteStatement
  private var index: CInt = 0

  /// Fetches the statement from the connection's cache, ready for new values.
  init(_ db: Database, _ sql: String) throws {
    self.init(try db.cachedStatement(sql: sql))
  }

  /// The same for what runs for every event: `prepared` remembers the statement.
  init(_ db: Database, _ sql: StaticString, in prepared: PreparedStatements) throws {
    self.init(try prepared.statement(db, sql))
  }

  private init(_ statement: Statement) {
    self.statement = statement
    pointer = statement.sqliteStatement
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  mutating func bind(_ value: Int64?) {
    index += 1
    if let value { sqlite3_bind_int64(pointer, index, value) }
  }

  mutating func bind(_ value: Double?) {
    index += 1
    if let value { sqlite3_bind_double(pointer, index, value) }
  }

  mutating func bind(_ value: Timestamp?) { bind(value?.microseconds) }

  mutating func bind(_ value: Bool) { bind(value ? 1 as Int64 : 0) }

  mutating func bind(_ value: String?) {
    index += 1
    guard var value else { return }
    value.withUTF8 { bindText($0) }
  }

  mutating func bind(_ value: DatabaseValue) {
    switch value.storage {
    case .null: index += 1
    case .int64(let value): bind(value)
    case .double(let value): bind(value)
    case .string(let value): bind(value)
    case .blob(let value): value.withUnsafeBytes { bind(blob: $0) }
    }
  }

  /// Binds a blob. SQLite copies the bytes.
  mutating func bind(blob bytes: UnsafeRawBufferPointer) {
    index += 1
    _ = sqlite3_bind_blob64(pointer, index, bytes.baseAddress, sqlite3_uint64(bytes.count), Self.copy)
  }

  /// Binds bytes that are UTF-8 already and that stay where they are until the statement has run.
  mutating func bind(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    index += 1
    bindText(bytes, destructor: nil)  // SQLITE_STATIC, a macro in C
  }

  /// Runs the statement and answers its first column where it returns a row.
  /// - Throws: `DatabaseError`.
  @discardableResult
  mutating func run(_ db: Database) throws -> Int64? {
    defer { sqlite3_reset(pointer) }
    var result: Int64?
    while true {
      switch sqlite3_step(pointer) {
      case SQLITE_ROW: result = sqlite3_column_int64(pointer, 0)
      case SQLITE_DONE: return result
      default:
        let code = ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection))
        throw DatabaseError(resultCode: code, message: db.lastErrorMessage, sql: statement.sql)
      }
    }
  }

  /// Runs an INSERT and answers the new row, or nil where it did nothing because of a conflict. Asking the
  /// connection costs a fraction of what RETURNING does.
  mutating func insert(_ db: Database) throws -> Int64? {
    try run(db)
    let connection = db.sqliteConnection
    return sqlite3_changes(connection) > 0 ? sqlite3_last_insert_rowid(connection) : nil
  }

  /// Makes SQLite copy the bytes; SQLITE_TRANSIENT, a macro in C.
  private static let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// An empty text has no address of its own, and a null address would bind NULL.
  private func bindText(
    _ bytes: UnsafeBufferPointer<UInt8>, destructor: sqlite3_destructor_type? = Self.copy
  ) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else {
      sqlite3_bind_text(pointer, index, "", 0, Self.copy)
      return
    }
    start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { text in
      _ = sqlite3_bind_text64(
        pointer, index, text, sqlite3_uint64(bytes.count), destructor, UInt8(SQLITE_UTF8))
    }
  }
}
