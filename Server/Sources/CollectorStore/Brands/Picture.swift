import Crypto

/// A logo or an icon: a picture that browsers show, and nothing that could run in them.
public struct Picture: Sendable, Equatable {
  public enum Use: String, Sendable { case logo, icon }

  /// Bytes that one may have.
  public static let largest = 256 << 10
  /// Pixels on its longer side.
  public static let widest = 2048

  public let mimeType: String
  public let bytes: [UInt8]

  /// Recognises PNG, JPEG and WebP by their content, whatever the file is called. SVG is refused: it can
  /// hold scripts.
  /// - Throws: `PictureError`.
  public init(_ bytes: [UInt8]) throws(PictureError) {
    guard bytes.count <= Self.largest else { throw .tooLarge }
    guard let header = PictureHeader(bytes) else { throw .unknownKind }
    guard (1...Self.widest).contains(header.width), (1...Self.widest).contains(header.height) else {
      throw .tooManyPixels
    }
    mimeType = header.mimeType
    self.bytes = bytes
  }

  init(mimeType: String, stored bytes: [UInt8]) { (self.mimeType, self.bytes) = (mimeType, bytes) }

  /// Its name in addresses, which changes with the content.
  public var name: String { String(hexadecimal(SHA256.hash(data: bytes)).prefix(32)) }
}

public enum PictureError: Error, CustomStringConvertible {
  case tooLarge, unknownKind, tooManyPixels

  public var description: String {
    switch self {
    case .tooLarge: "The picture must have at most \(Picture.largest >> 10) KiB."
    case .unknownKind: "The picture must be a PNG, JPEG or WebP file."
    case .tooManyPixels: "The picture must have at most \(Picture.widest) pixels on each side."
    }
  }
}
