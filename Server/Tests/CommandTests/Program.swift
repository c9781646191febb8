import Foundation
import Testing

/// The built `agentsight`, run as a process of its own. It is stopped when the test lets go of it.
final class Program {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  private let process = Process()
  private let output = Pipe()
  private let errorFile: URL

  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    errorFile = URL(
      fileURLWithPath: NSTemporaryDirectory() + "/agentsight-test-" + UUID().uuidString + ".err")
    try Data().write(to: errorFile)
    process.executableURL = try Self.executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errorFile)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    try? FileManager.default.removeItem(at: errorFile)
  }

  /// Runs a command to its end.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    try Program(arguments, environment: environment).wait()
  }

  /// What it printed and how it ended. Reads the output first: a full pipe would keep it from ending.
  func wait() throws -> Result {
    let output = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self), errors: try errors)
  }

  /// The first line of its output, or what there is when it ends without one.
  func firstLine() -> String {
    var line = Data()
    while let byte = try? output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8),
      !byte.isEmpty
    {
      line += byte
    }
    return String(decoding: line, as: UTF8.self)
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  private var errors: String {
    get throws { String(decoding: try Data(contentsOf: errorFile), as: UTF8.self) }
  }

  /// The program stands beside the test bundle.
  private static var executable: URL {
    get throws {
      let bundle = try #require(
        Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
          ?? CommandLine.arguments.first.map { URL(fileURLWithPath: $0) })
      let url = bundle.deletingLastPathComponent().appendingPathComponent("agentsight")
      try #require(FileManager.default.isExecutableFile(atPath: url.path), "\(url.path) is missing")
      return url
    }
  }
}
