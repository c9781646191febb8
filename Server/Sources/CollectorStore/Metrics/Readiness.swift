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

/// Whether the store can do its work.
public struct Readiness: Sendable, Equatable {
  public let canWrite: Bool
  public let hasDiskRoom: Bool
  /// Whether the schema is that of this program.
  public let isMigrated: Bool

  public var isReady: Bool { canWrite && hasDiskRoom && isMigrated }
}

extension CollectorStore {
  /// Free bytes below which the store says that it is not ready: writes still work then, but not for long.
  public static let neededDiskRoom: Int64 = 64 << 20

  /// Writes a row, asks for the room on the disk and compares the schema.
  public func readiness(now: Timestamp = .now()) async -> Readiness {
    let canWrite: Bool
    do {
      try await commit { db in
        try db.execute(
          literal: """
            INSERT INTO readiness (id, checked_at) VALUES (1, \(now.microseconds))
            ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at
            """)
      }
      canWrite = true
    } catch { canWrite = false }
    let isMigrated = try? await database.read { db in
      try Schema.migrator.hasCompletedMigrations(db) && !Schema.migrator.hasBeenSuperseded(db)
    }
    return Readiness(
      canWrite: canWrite, hasDiskRoom: (directory.freeBytes ?? 0) >= Self.neededDiskRoom,
      isMigrated: isMigrated ?? false)
  }

  /// Bytes of the database and of the log beside it.
  public var fileSizes: (database: Int64, log: Int64) {
    (fileSize(directory.databasePath), fileSize(directory.databasePath + "-wal"))
  }
}

extension DataDirectory {
  /// Bytes that this user may still write there; nil where it cannot be told.
  public var freeBytes: Int64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }
}

private func fileSize(_ path: String) -> Int64 {
  var status = stat()
  return stat(path, &status) == 0 ? Int64(status.st_size) : 0
}

extension CollectorStore {
  /// When the last event arrived; nil where there is none.
  public func lastArrival() throws -> Timestamp? {
    try database.read { db in
      try SQLRequest<Int64>("SELECT received_at FROM spans ORDER BY id DESC LIMIT 1").fetchOne(db)
        .map(Timestamp.init(microseconds:))
    }
  }

  /// Reads the whole database.
  /// - Throws: `BackupError.damaged`; `DatabaseError`.
  public func checkIntegrity() throws { try database.read { try $0.checkIntegrity() } }
}
