import GRDB

/// What an import did.
public struct ImportSummary: Sendable, Equatable {
  public internal(set) var conversations = 0
  /// Conversations that the store had already; what they lacked was added.
  public internal(set) var knownConversations = 0
  /// Conversations that stay away because they, or their customer, were erased here.
  public internal(set) var erasedConversations = 0
  public internal(set) var rows = 0
  public internal(set) var knownRows = 0
}

/// Adds the rows of an export that a store does not have yet, line by line. Importing the same lines again
/// changes nothing. Memory is bounded by the ids of one conversation.
public final class Importer {
  public private(set) var summary = ImportSummary()

  private let store: CollectorStore
  private let header: ExportHeader
  private var ids = RowIDs()
  private var columns: [String: Set<String>] = [:]
  private var conversation: ImportedConversation?
  private static let tables = Dictionary(
    (TransferTable.ofAgent + TransferTable.ofConversation).map { ($0.name, $0) }, uniquingKeysWith: { $1 })

  public init(_ store: CollectorStore, header: ExportHeader) {
    self.store = store
    self.header = header
  }

  /// Where an interrupted import of this export goes on; nil where there was none. The lines of agents have to
  /// be read all the same.
  public func startingPlace() throws -> ImportPlace? {
    try store.database.read { db in
      try SQLRequest<Row>("SELECT bytes, line FROM imports WHERE export_id = \(header.id)").fetchOne(db)
        .map { ImportPlace(offset: $0[0], line: $0[1]) }
    }
  }

  /// Writes lines in one transaction.
  /// - Parameters:
  ///   - boundary: Where the last conversation among them starts; everything before it is done then.
  /// - Throws: `ImportError` that counts the lines from 0.
  public func add(_ lines: [String], boundary: ImportPlace?) throws {
    try store.writer().write { db in
      for (index, line) in lines.enumerated() {
        do { try add(db, TransferLine(line)) } catch { throw ImportError(line: index, reason: error) }
      }
      guard let boundary else { return }
      try db.execute(
        literal: """
          INSERT INTO imports (export_id, bytes, line)
          VALUES (\(header.id), \(boundary.offset), \(boundary.line))
          ON CONFLICT (export_id) DO UPDATE SET bytes = excluded.bytes, line = excluded.line
          """)
    }
  }

  /// Ends the import behind the last line.
  public func finish() throws {
    try store.writer().write { db in
      try endConversation(db)
      try db.execute(literal: "DELETE FROM imports WHERE export_id = \(header.id)")
    }
  }

  // MARK: - Lines

  private func add(_ db: Database, _ line: TransferLine) throws {
    switch line.table {
    case "agents": try addAgent(db, line)
    case "conversations":
      try endConversation(db)
      try addConversation(db, line)
    default:
      guard let table = Self.tables[line.table] else { throw TransferError.unknownTable(line.table) }
      // The lines of a conversation that stays away stay away with it.
      if conversation?.isErased == true { return }
      _ = try insert(db, line, table)
    }
  }

  private func addAgent(_ db: Database, _ line: TransferLine) throws {
    guard case .string(let client) = line.values["client"]?.storage,
      case .string(let name) = line.values["name"]?.storage
    else { throw TransferError.missingColumn(table: "agents", column: "client and name") }
    let created = Int64.fromDatabaseValue(line.values["created_at"] ?? .null).map(
      Timestamp.init(microseconds:))
    let row = try findOrCreateAgent(
      db, checkedName(name), client: checkedName(client), now: created ?? .now())
    ids.set(line.values["id"], of: "agents", to: row)
  }

  private func addConversation(_ db: Database, _ line: TransferLine) throws {
    let started = try ImportedConversation(db, line, ids: ids)
    conversation = started
    guard !started.isErased else {
      summary.erasedConversations += 1
      return
    }
    let isNew = try insert(db, line, .conversations)
    conversation?.row = ids.row(line.values["id"], of: "conversations")
    conversation?.isNew = isNew
    if isNew { summary.conversations += 1 } else { summary.knownConversations += 1 }
  }

  private func endConversation(_ db: Database) throws {
    try conversation?.finish(db)
    conversation = nil
    ids.forgetConversation()
  }

  /// Answers whether the row is new.
  private func insert(_ db: Database, _ line: TransferLine, _ table: TransferTable) throws -> Bool {
    var values = line.values
    let id = values.removeValue(forKey: "id")
    for (column, parent) in table.parents {
      guard let old = values[column], !old.isNull else { continue }
      guard let row = ids.row(old, of: parent) ?? rowBefore(old, table, column) else {
        throw TransferError.outOfPlace(table: table.name, column: column)
      }
      values[column] = row.databaseValue
    }
    try check(db, values, table)
    if !table.isUnique, let known = try existing(db, values, table) {
      if let id { ids.set(id, of: table.name, to: known) }
      summary.knownRows += 1
      return false
    }
    let names = values.keys.sorted()
    let new = try run(
      db, values, names,
      """
      INSERT INTO \(table.name) (\(names.joined(separator: ", ")))
      VALUES (\(names.map { _ in "?" }.joined(separator: ", "))) ON CONFLICT DO NOTHING RETURNING rowid
      """)
    if let id { ids.set(id, of: table.name, to: try new ?? find(db, values, table)) }
    if new != nil {
      summary.rows += 1
      conversation?.hasNewRows = true
    } else {
      summary.knownRows += 1
    }
    return new != nil
  }

  /// A message without a span of its own names one that came before it, which may be another conversation's:
  /// then the last one before that in its own says as much.
  private func rowBefore(_ old: DatabaseValue, _ table: TransferTable, _ column: String) -> Int64? {
    guard table.name == "messages", column == "span" else { return nil }
    return ids.row(upTo: old, of: "spans") ?? 0
  }

  private func find(
    _ db: Database, _ values: [String: DatabaseValue], _ table: TransferTable
  ) throws -> Int64 {
    guard let row = try existing(db, values, table) else { throw TransferError.taken(table: table.name) }
    return row
  }

  private func existing(
    _ db: Database, _ values: [String: DatabaseValue], _ table: TransferTable
  ) throws -> Int64? {
    let condition = table.key.map { "\($0) IS ?" }.joined(separator: " AND ")
    return try run(db, values, table.key, "SELECT id FROM \(table.name) WHERE \(condition)")
  }

  private func run(
    _ db: Database, _ values: [String: DatabaseValue], _ columns: [String], _ sql: String
  ) throws -> Int64? {
    var statement = try InsertStatement(db, sql)
    for column in columns { statement.bind(values[column] ?? .null) }
    return try statement.run(db)
  }

  /// Column names end up in SQL, so only those that the table has get through.
  private func check(_ db: Database, _ values: [String: DatabaseValue], _ table: TransferTable) throws {
    if columns[table.name] == nil { columns[table.name] = Set(try db.columns(in: table.name).map(\.name)) }
    for column in values.keys where columns[table.name]?.contains(column) != true {
      throw TransferError.unknownColumn(table: table.name, column: column)
    }
    for column in table.key where table.isUnique && values[column] == nil {
      throw TransferError.missingColumn(table: table.name, column: column)
    }
  }
}

/// The start of a line in an export.
public struct ImportPlace: Sendable, Equatable {
  /// Bytes from the start of the plain text.
  public let offset: Int
  /// Counted from 1.
  public let line: Int

  public init(offset: Int, line: Int) {
    self.offset = offset
    self.line = line
  }
}

/// What is wrong with a line.
public struct ImportError: Error {
  /// Its place among the lines that were given.
  public let line: Int
  public let reason: any Error
}
