import GRDB
import JSONText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The first line of an export.
public struct ExportHeader: Sendable, Equatable {
  public static let version: Int64 = 1

  /// Random; tells one export from another.
  public let id: String

  public init() { id = RandomID.make() }

  /// Reads a header; nil for a line that is none.
  /// - Throws: `TransferError.version` for one that a later version has written.
  public init?(line: String) throws {
    guard let row = try? TransferLine(line), row.table == "export",
      case .string(let id) = row.values["export_id"]?.storage,
      case .int64(let version) = row.values["version"]?.storage
    else { return nil }
    guard version <= Self.version else { throw TransferError.version(version) }
    self.id = id
  }

  public var line: String {
    var json = JSONWriter()
    json.object {
      $0.member("table", "export")
      $0.member("version", Self.version)
      $0.member("export_id", id)
    }
    return json.text
  }
}

/// A line of an export: one row of one table.
struct TransferLine {
  let table: String
  /// By column; null columns are missing.
  var values: [String: DatabaseValue]

  /// - Throws: `JSONError`; `TransferError.noTable`.
  init(_ text: String) throws {
    var table: String?
    var values: [String: DatabaseValue] = [:]
    try JSONReader.read(text) { reader throws(JSONError) in
      try reader.object { reader, key throws(JSONError) in
        if key == "table" {
          table = try reader.string()
        } else {
          values[key.string] = try Self.value(&reader)
        }
      }
    }
    guard let table else { throw TransferError.noTable }
    self.table = table
    self.values = values
  }

  /// The row that a cursor stands on.
  static func text(
    _ row: Row, of table: String, without generated: Set<String>, extra: [(String, String)] = []
  ) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("table", table)
      for (name, value) in extra { json.member(name, value) }
      for (index, column) in row.columnNames.enumerated() where !generated.contains(column) {
        switch (row[index] as DatabaseValue).storage {
        case .null: continue
        case .int64(let value): json.member(column, value)
        case .double(let value): json.member(column, value)
        case .string: json.member(column, row.text(index))
        case .blob(let value):
          json.key(column)
          json.object { $0.member("base64", value.base64EncodedString()) }
        }
      }
    }
    return json.text
  }

  private static func value(_ reader: inout JSONReader) throws(JSONError) -> DatabaseValue {
    switch try reader.peek() {
    case .string: return try reader.string().databaseValue
    case .null:
      _ = try reader.null()
      return .null
    case .object:
      var bytes: Data?
      try reader.object { reader, key throws(JSONError) in
        bytes = Data(base64Encoded: try reader.string())
      }
      return bytes?.databaseValue ?? .null
    case .boolean: return try reader.boolean().databaseValue
    case .number, .array:
      let text = try reader.raw()
      return Int64(text)?.databaseValue ?? Double(text)?.databaseValue ?? text.databaseValue
    }
  }
}

/// Why an export cannot be imported.
public enum TransferError: Error, Equatable, CustomStringConvertible {
  case notAnExport
  case version(Int64)
  case noTable
  case unknownTable(String)
  case unknownColumn(table: String, column: String)
  case missingColumn(table: String, column: String)
  case outOfPlace(table: String, column: String)
  case taken(table: String)

  public var description: String {
    switch self {
    case .notAnExport: "it is not an export: its first line should say so"
    case .version(let version):
      "it has the format \(version), which a newer version of agentsight has written; update this program"
    case .noTable: "it names no table"
    case .unknownTable(let table): "there is no table '\(table)' in an export"
    case .unknownColumn(let table, let column): "the table '\(table)' has no column '\(column)'"
    case .missingColumn(let table, let column): "the table '\(table)' needs the column '\(column)'"
    case .outOfPlace(let table, let column):
      "its '\(column)' refers to a row that no earlier line of this conversation has (table '\(table)')"
    case .taken(let table): "another row of the table '\(table)' has its public id or event id already"
    }
  }
}
