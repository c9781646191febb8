import CollectorStore
import Foundation

/// Checks the clock, by which conversations are ordered and certificates and links end.
enum ClockChecks {
  static func run(_ directory: DataDirectory) -> [Finding] {
    [synchronisation, comparison(directory)].compactMap(\.self)
  }

  /// What systemd says; nil where there is none, or where it does not know.
  private static var synchronisation: Finding? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timedatectl")
    process.arguments = ["show", "--property", "NTPSynchronized", "--value"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    switch answer.trimmingCharacters(in: .whitespacesAndNewlines) {
    case "yes": return .ok("clock", "is synchronised")
    case "no":
      return .warning(
        "clock", "is not synchronised", advice: "Turn time synchronisation on: timedatectl set-ntp true.")
    default: return nil
    }
  }

  /// A clock that was set back is behind what it said before.
  private static func comparison(_ directory: DataDirectory) -> Finding? {
    guard let store = try? CollectorStore.openReadOnly(directory) else { return nil }
    defer { try? store.close() }
    guard let last = try? store.lastArrival(), last > Timestamp.now() else { return nil }
    return .warning(
      "clock", "the last event arrived at \(last.iso8601), which has not come yet",
      advice: "The clock was set back, or it was wrong then. Check it with: timedatectl.")
  }
}
