import CZlib
import Foundation

/// The lines of a file, plain or gzip, read piece by piece.
final class LineReader {
  /// The number of the line read last, from 1.
  private(set) var lineNumber = 0

  /// Where the next line starts, in bytes of the plain text.
  private(set) var offset = 0

  private let path: String
  private let file: gzFile
  private let sizeOnDisk: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  private static let chunkSize = 1 << 16

  /// - Throws: `CommandError` where the file cannot be opened.
  init(path: String) throws {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue,
      let file = gzopen(path, "rb")
    else {
      throw CommandError("The file \(path) cannot be read. Check that it exists and this user may read it.")
    }
    self.path = path
    self.file = file
    sizeOnDisk = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  deinit { gzclose(file) }

  /// How much of the file on disk has been read, from 0 to 1.
  var part: Double { sizeOnDisk > 0 ? min(1, Double(gzoffset(file)) / Double(sizeOnDisk)) : 1 }

  /// Goes on at a line that starts at `offset`; line numbers are counted from there.
  /// - Throws: `CommandError` where the file is not that long.
  func seek(to offset: Int) throws {
    guard gzseek(file, offset, SEEK_SET) == offset else {
      throw CommandError("The file \(path) has become shorter.")
    }
    buffer = []
    position = 0
    isAtEnd = false
    self.offset = offset
  }

  /// The next line without its end, or nil after the last. What is not UTF-8 in it becomes U+FFFD.
  /// - Throws: `CommandError` for a damaged file.
  func next() throws -> String? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (position, offset) = (end + 1, offset + end + 1 - position) }
        return line(buffer[position..<end])
      }
      guard !isAtEnd else {
        defer { (position, offset) = (buffer.count, offset + buffer.count - position) }
        return position < buffer.count ? line(buffer[position...]) : nil
      }
      searched = buffer.count - position
      buffer.removeFirst(position)
      position = 0
      try fill()
    }
  }

  private func line(_ bytes: ArraySlice<UInt8>) -> String {
    lineNumber += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  private func fill() throws {
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Self.chunkSize))
    let count = buffer.withUnsafeMutableBytes { bytes in
      gzread(file, bytes.baseAddress! + start, UInt32(Self.chunkSize))
    }
    guard count >= 0 else { throw CommandError("The file \(path) is damaged behind line \(lineNumber).") }
    buffer.removeLast(Self.chunkSize - Int(count))
    isAtEnd = count == 0
  }
}
