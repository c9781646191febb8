import CollectorStore
import Foundation

/// Where an export goes: standard output, or a file that only this user may read and that has the name
/// `….part` until it is whole.
final class ExportFile {
  /// The last conversation of the part that is kept; nil for a new export.
  private(set) var lastConversation: Int64?

  private let path: String?
  private let handle: FileHandle
  private var buffer = Data()

  private static let bufferSize = 1 << 20

  init() {
    path = nil
    handle = .standardOutput
  }

  /// - Throws: `CommandError` that says what to do.
  init(path: String, resuming: Bool) throws {
    self.path = path
    let part = path + ".part"
    let exists = FileManager.default.fileExists(atPath: part)
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CommandError("\(path) exists already, and is left as it is. Name another file, or move it away.")
    }
    guard resuming || !exists else {
      throw CommandError("\(part) is from an interrupted export. Go on with --resume, or remove it.")
    }
    guard !resuming || exists else {
      throw CommandError("There is no \(part) to go on with. Leave --resume out.")
    }
    let descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandError("\(part) cannot be written: \(String(cString: strerror(errno))).")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    if resuming { try keepWholeConversations(of: part) }
  }

  func write(_ line: String) throws {
    buffer.append(contentsOf: line.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Gives the file its name.
  func finish() throws {
    try flush()
    guard let path else { return }
    guard fsync(handle.fileDescriptor) == 0, rename(path + ".part", path) == 0 else {
      throw CommandError("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
  }

  private func flush() throws {
    do { try handle.write(contentsOf: buffer) } catch {
      throw CommandError("The export cannot be written: \(error.localizedDescription)")
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Cuts the file before its last conversation, which may be incomplete.
  private func keepWholeConversations(of part: String) throws {
    let reader = try LineReader(path: part)
    var cut = 0
    var (previous, current): (Int64?, Int64?) = (nil, nil)
    var offset = 0
    while let line = try reader.next() {
      if let row = ExportHeader.conversation(startedBy: line) {
        (previous, current) = (current, row)
        cut = offset
      }
      offset = reader.offset
    }
    lastConversation = previous
    // With a single conversation or none, the export starts anew.
    let length = previous == nil ? 0 : cut
    guard ftruncate(handle.fileDescriptor, off_t(length)) == 0,
      lseek(handle.fileDescriptor, 0, SEEK_END) >= 0
    else { throw CommandError("\(part) cannot be written: \(String(cString: strerror(errno))).") }
  }
}
