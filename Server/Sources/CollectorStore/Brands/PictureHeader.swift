/// The kind and size of a picture, read from its first bytes; the rest is left to the browser.
struct PictureHeader {
  let mimeType: String
  let width: Int
  let height: Int

  init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), bytes.count >= 24,
      bytes[12..<16].elementsEqual("IHDR".utf8)
    {
      self.init("image/png", bytes.bigEndian(16, 4), bytes.bigEndian(20, 4))
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]), let size = Self.sizeOfJPEG(bytes) {
      self.init("image/jpeg", size.width, size.height)
    } else if bytes.count >= 30, bytes[0..<4].elementsEqual("RIFF".utf8),
      bytes[8..<12].elementsEqual("WEBP".utf8),
      let size = Self.sizeOfWebP(bytes)
    {
      self.init("image/webp", size.width, size.height)
    } else {
      return nil
    }
  }

  private init(_ mimeType: String, _ width: Int, _ height: Int) {
    (self.mimeType, self.width, self.height) = (mimeType, width, height)
  }

  /// Goes from marker to marker until one starts a frame.
  private static func sizeOfJPEG(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    var at = 2
    while at + 9 <= bytes.count, bytes[at] == 0xFF {
      let marker = bytes[at + 1]
      let startsFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
      if startsFrame { return (bytes.bigEndian(at + 7, 2), bytes.bigEndian(at + 5, 2)) }
      at += 2 + bytes.bigEndian(at + 2, 2)
    }
    return nil
  }

  private static func sizeOfWebP(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8X": (1 + bytes.littleEndian(24, 3), 1 + bytes.littleEndian(27, 3))
    case "VP8 ": (bytes.littleEndian(26, 2) & 0x3FFF, bytes.littleEndian(28, 2) & 0x3FFF)
    case "VP8L":
      (1 + bytes.littleEndian(21, 2) & 0x3FFF, 1 + (bytes.littleEndian(22, 3) >> 6) & 0x3FFF)
    default: nil
    }
  }
}

extension [UInt8] {
  fileprivate func bigEndian(_ at: Int, _ count: Int) -> Int {
    self[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
  }

  fileprivate func littleEndian(_ at: Int, _ count: Int) -> Int {
    self[at..<at + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
