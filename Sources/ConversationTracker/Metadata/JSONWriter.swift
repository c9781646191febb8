/// Writes compact JSON into memory of a fixed size. Past its end it goes on counting, so that a pass which did
/// not fit tells how much room the next one needs.
struct JSONWriter {
  private let memory: UnsafeMutableRawBufferPointer

  /// Bytes that the text takes, whether they have been written or not.
  private(set) var size = 0

  /// False when the memory was too small for the text.
  var isComplete: Bool { size <= memory.count }

  /// The text, when it is complete.
  var text: CText {
    CText(UnsafeBufferPointer(rebasing: memory.bindMemory(to: UInt8.self)[..<size]))
  }

  init(_ memory: UnsafeMutableRawBufferPointer) {
    self.memory = memory
  }

  /// Writes a byte of punctuation.
  @inline(__always)
  mutating func write(_ punctuation: Unicode.Scalar) {
    if size < memory.count { memory[size] = UInt8(ascii: punctuation) }
    size += 1
  }

  /// Writes text that is JSON already.
  mutating func write(raw text: String) {
    withBytes(of: text) { copy($0.baseAddress, $0.count) }
  }

  /// Writes text as a JSON string.
  mutating func write(quoted text: String) {
    write("\"")
    withBytes(of: text) { bytes in
      var start = 0
      for index in bytes.indices where Self.needsEscape(bytes[index]) {
        copy(bytes.baseAddress! + start, index - start)
        escape(bytes[index])
        start = index + 1
      }
      copy(bytes.baseAddress.map { $0 + start }, bytes.count - start)
    }
    write("\"")
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    write("\\")
    switch byte {
    case UInt8(ascii: "\""): write("\"")
    case UInt8(ascii: "\\"): write("\\")
    case UInt8(ascii: "\n"): write("n")
    case UInt8(ascii: "\r"): write("r")
    case UInt8(ascii: "\t"): write("t")
    default:
      write(raw: byte < 0x10 ? "u000" : "u00")
      write(raw: String(byte, radix: 16))
    }
  }

  private mutating func copy(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
    if let bytes, size + count <= memory.count {
      memory.baseAddress?.advanced(by: size).copyMemory(from: bytes, byteCount: count)
    }
    size += count
  }
}
