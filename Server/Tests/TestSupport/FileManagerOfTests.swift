import Foundation

/// The file system, for tests that need nothing else of Foundation.
public enum FileManagerOfTests {
  public static func createDirectory(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
}
