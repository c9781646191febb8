import GRDB

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

extension CollectorStore {
  /// Copies the whole store, as it is at this moment, into one file that only this user may read. Writers go
  /// on meanwhile. The copy is checked before it gets its name.
  /// - Parameter progress: Called with the pages copied and all of them.
  /// - Throws: `BackupError`; `DatabaseError`.
  public func backUp(to path: String, progress: @escaping (Int, Int) -> Void = { _, _ in }) throws {
    guard access(path, F_OK) != 0 else { throw BackupError.exists(path: path) }
    let part = path + ".part"
    try createPrivateFile(part)
    do {
      let copy = try DatabaseQueue(path: part)
      // All of it in one read transaction, which the writers' log outlives.
      try database.backup(to: copy, pagesPerStep: 4096) { progress($0.completedPageCount, $0.totalPageCount) }
      // The copy of a database in WAL mode would leave a log beside it whenever it is opened.
      try copy.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.read { try $0.checkIntegrity() }
      try copy.close()
      try synchronize(part)
      guard rename(part, path) == 0 else {
        throw BackupError.file(path: path, reason: String(cString: strerror(errno)))
      }
    } catch {
      unlink(part)
      throw error
    }
  }

  /// Makes a store of a backup, in a directory that has none.
  /// - Throws: `BackupError`; `StoreError`; `DatabaseError`.
  public static func restore(_ path: String, to directory: DataDirectory) throws {
    guard !directory.hasDatabase else { throw BackupError.exists(path: directory.databasePath) }
    guard access(path, R_OK) == 0 else {
      throw BackupError.file(path: path, reason: String(cString: strerror(errno)))
    }
    try directory.prepare()
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let source = try DatabaseQueue(path: path, configuration: configuration)
      try source.read { try $0.checkIntegrity() }
      let target = try DatabaseQueue(path: directory.databasePath)
      try source.backup(to: target)
      try target.close()
      try source.close()
      try open(directory).close()
    } catch {
      unlink(directory.databasePath)
      throw error
    }
  }
}

// Outside the store, whose own `open` and `close` hide those of the system.

private func createPrivateFile(_ path: String) throws {
  let file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard file >= 0 else { throw BackupError.file(path: path, reason: String(cString: strerror(errno))) }
  close(file)
}

private func synchronize(_ path: String) throws {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  defer { close(file) }
  guard file >= 0, fsync(file) == 0 else {
    throw BackupError.file(path: path, reason: String(cString: strerror(errno)))
  }
}

/// Why a backup could not be made or restored.
public enum BackupError: Error, Equatable, CustomStringConvertible {
  case exists(path: String)
  case file(path: String, reason: String)
  case damaged(String)

  public var description: String {
    switch self {
    case .exists(let path): "\(path) exists already, and is left as it is. Name another, or move it away."
    case .file(let path, let reason): "\(path) cannot be used: \(reason)."
    case .damaged(let reason): "The database is damaged: \(reason)"
    }
  }
}

extension Database {
  /// - Throws: `BackupError.damaged` with what SQLite finds wrong.
  func checkIntegrity() throws {
    let findings: [String]
    do {
      findings = try String.fetchAll(self, sql: "PRAGMA integrity_check(5)")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      // The check itself gives up on some damage.
      throw BackupError.damaged(error.message ?? "it cannot be read")
    }
    guard findings == ["ok"] else { throw BackupError.damaged(findings.joined(separator: "; ")) }
    try checkForeignKeys()
  }
}
