import GRDB

/// A part of a list, with the size of the whole.
public struct ListPage<Element: Sendable>: Sendable {
  public let count: Int
  public let rows: [Element]
}

/// Which part of a list to read.
public struct ListSlice: Sendable {
  public var offset: Int
  /// nil: to the end.
  public var limit: Int?

  public init(offset: Int = 0, limit: Int? = nil) {
    self.offset = offset
    self.limit = limit
  }

  /// The size of the whole list where this slice of it, which holds `found` rows, shows its end; nil where
  /// it has to be counted.
  func count(ifEndedBy found: Int) -> Int? {
    let isEnd = limit.map { found < $0 } ?? true
    return isEnd && (found > 0 || offset == 0) ? offset + found : nil
  }
}

/// The order of a list whose rows may be ordered by a closed set of columns; equal ones by their row.
public struct ListOrder<Column: RawRepresentable & Sendable>: Sendable where Column.RawValue == String {
  public var column: Column
  public var isDescending: Bool

  public init(_ column: Column, isDescending: Bool) {
    self.column = column
    self.isDescending = isDescending
  }

  /// Reads `column` or `-column` as it stands in a query; nil for a column that this list is not ordered by.
  public init?(parameter: String) {
    let isDescending = parameter.hasPrefix("-")
    guard let column = Column(rawValue: String(parameter.dropFirst(isDescending ? 1 : 0))) else { return nil }
    self.init(column, isDescending: isDescending)
  }

  /// Columns by name from a closed list: nothing of the request gets into the SQL.
  func clause(of table: String) -> SQL {
    let direction = isDescending ? "DESC" : "ASC"
    return SQL(sql: "\(table).\(column.rawValue) \(direction), \(table).id \(direction)")
  }
}

extension ListPage {
  static func fetch(
    _ db: Database, _ columns: SQL, from source: SQL, order: SQL, slice: ListSlice,
    _ decode: @escaping (Row) -> Element
  ) throws -> ListPage {
    let query: SQLRequest<Row> = """
      SELECT \(columns) FROM \(source) ORDER BY \(order) LIMIT \(slice.limit ?? -1) OFFSET \(slice.offset)
      """
    return try fetch(db, query, from: source, slice: slice, decode)
  }

  /// The same for rows that are large, or of which a column takes a query of its own: the page's rows are found
  /// by their ids first, and only they are read from `tables`, where `table` has the ids.
  static func fetch(
    _ db: Database, _ columns: SQL, of table: String, in tables: SQL, from source: SQL, order: SQL,
    slice: ListSlice, _ decode: @escaping (Row) -> Element
  ) throws -> ListPage {
    let query: SQLRequest<Row> = """
      SELECT \(columns) FROM \(tables) WHERE \(sql: table).id IN (
        SELECT \(sql: table).id FROM \(source) ORDER BY \(order)
        LIMIT \(slice.limit ?? -1) OFFSET \(slice.offset))
      ORDER BY \(order)
      """
    return try fetch(db, query, from: source, slice: slice, decode)
  }

  private static func fetch(
    _ db: Database, _ query: SQLRequest<Row>, from source: SQL, slice: ListSlice,
    _ decode: @escaping (Row) -> Element
  ) throws -> ListPage {
    // Decodes while the statement is on each row, which is when texts can be read at full length.
    let rows = try Array(query.fetchCursor(db).map { decode($0) })
    if let count = slice.count(ifEndedBy: rows.count) { return ListPage(count: count, rows: rows) }
    let count: SQLRequest<Int> = "SELECT count(*) FROM \(source)"
    return ListPage(count: try count.fetchOne(db) ?? 0, rows: rows)
  }
}
