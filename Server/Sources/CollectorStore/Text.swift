import GRDB
import GRDBSQLite

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A text column at its full length. GRDB reads and binds a `String` up to its first NUL, and conversations
/// can contain NULs.
struct Text: DatabaseValueConvertible, StatementColumnConvertible {
  let string: String

  init(_ string: String) { self.string = string }

  /// Decodes straight from the statement, where the length is known.
  init?(sqliteStatement: SQLiteStatement, index: CInt) {
    guard let bytes = sqlite3_column_text(sqliteStatement, index) else { return nil }
    let count = Int(sqlite3_column_bytes(sqliteStatement, index))
    string = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  var databaseValue: DatabaseValue { string.databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> Text? {
    String.fromDatabaseValue(value).map(Text.init)
  }
}

/// A text as a value in SQL at its full length.
func bound(_ text: String) -> SQL {
  text.utf8.contains(0) ? "CAST(\(Data(text.utf8)) AS TEXT)" : "\(text)"
}
