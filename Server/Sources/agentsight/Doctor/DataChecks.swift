import CollectorStore
import Foundation

/// Checks the data directory and the database in it, without changing either.
struct DataChecks {
  let directory: DataDirectory

  func run() -> [Finding] {
    [permissions, diskRoom] + database
  }

  private var permissions: Finding {
    let check = "data directory"
    var status = stat()
    guard stat(directory.path, &status) == 0 else {
      return .warning(
        check, "\(directory.path) does not exist yet",
        advice: "'agentsight serve' or 'agentsight keys create' makes it. Name another with --data.")
    }
    guard status.st_mode & S_IFMT == S_IFDIR, access(directory.path, W_OK | X_OK) == 0 else {
      return .problem(
        check, "\(directory.path) cannot be written by this user",
        advice: "Give this user write access to it, or choose another with --data.")
    }
    guard status.st_mode & 0o077 == 0 else {
      return .warning(
        check, "other users of this machine may look into \(directory.path)",
        advice: "Close it: chmod 700 '\(directory.path)'.")
    }
    return .ok(check, "\(directory.path) belongs to this user alone")
  }

  private var diskRoom: Finding {
    let check = "disk"
    guard let free = directory.freeBytes ?? DataDirectory(path: "/").freeBytes else {
      return .warning(check, "the free room cannot be told", advice: "Look with: df -h.")
    }
    let text = "\(free >> 20) MiB are free"
    if free < CollectorStore.neededDiskRoom {
      return .problem(
        check, text,
        advice:
          "Make room: below \(CollectorStore.neededDiskRoom >> 20) MiB the collector says it is not ready.")
    }
    if free < 1 << 30 {
      return .warning(
        check, text, advice: "Make room, or set a retention period: 'agentsight retention set'.")
    }
    return .ok(check, text)
  }

  private var database: [Finding] {
    guard FileManager.default.fileExists(atPath: directory.databasePath) else {
      return [
        .warning(
          "database", "there is none yet", advice: "Make a key with: agentsight keys create --agent NAME.")
      ]
    }
    do {
      let store = try CollectorStore.openReadOnly(directory)
      defer { try? store.close() }
      let integrity = try integrity(of: store)
      // What is damaged may have lost its keys too, which would be another's advice.
      return [fileMode, integrity] + (integrity.outcome == .ok ? [try keys(of: store)] : [])
    } catch {
      return [fileMode, .problem("database", "\(error)", advice: advice(for: error))]
    }
  }

  private func advice(for error: any Error) -> String {
    switch error as? StoreError {
    case .notADatabase: "Restore a backup: agentsight restore FILE."
    case .newerDatabase: "Update this program."
    case .olderDatabase: "Start 'agentsight serve' on it once."
    default: "Check that this user owns the file, and that the disk works."
    }
  }

  private var fileMode: Finding {
    var status = stat()
    guard stat(directory.databasePath, &status) == 0, status.st_mode & 0o077 == 0 else {
      return .warning(
        "database file", "other users of this machine may read it",
        advice: "Close it: chmod 600 '\(directory.databasePath)'*.")
    }
    return .ok("database file", "belongs to this user alone")
  }

  private func integrity(of store: CollectorStore) throws -> Finding {
    do {
      try store.checkIntegrity()
      return .ok("database", "has the schema of this program and is whole")
    } catch let error as BackupError {
      return .problem(
        "database", error.description, advice: "Move it away and restore a backup: agentsight restore FILE.")
    }
  }

  private func keys(of store: CollectorStore) throws -> Finding {
    let keys = try store.keys().filter { $0.revokedAt == nil }
    guard keys.contains(where: { $0.role == .write }) else {
      return .warning(
        "keys", "there is no key that may write",
        advice: "Make one with: agentsight keys create --agent NAME.")
    }
    return .ok("keys", "\(keys.count) in use")
  }
}
