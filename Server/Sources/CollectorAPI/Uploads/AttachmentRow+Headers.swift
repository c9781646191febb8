import CollectorStore

extension AttachmentRow {
  /// Characters of a filename that a download suggests; the rest of a longer one is cut off in front, so
  /// that the extension stays.
  private static let suggestedLength = 120

  /// The MIME type if it is one, `type/subtype`, and otherwise that of unknown bytes.
  var safeMimeType: String {
    let parts = mimeType.split(separator: "/", omittingEmptySubsequences: false)
    let isType = parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isToken) }
    return isType ? mimeType : "application/octet-stream"
  }

  /// `attachment` with a name to save it under: the last part of the caller's, which may be a path, without
  /// anything that means something to a header or a file system.
  var contentDisposition: String {
    let last = filename.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? "".unicodeScalars[...]
    let kept = last.filter { !Self.isDangerous($0) }.suffix(Self.suggestedLength)
    var name = String(String.UnicodeScalarView(kept))
    if name.allSatisfy({ $0 == "." || $0 == " " }) { name = "attachment" }
    let plain = String(name.map { $0.isASCII && $0 != "\"" && $0 != "%" ? $0 : "_" })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Query.encode(name))"
  }

  /// Controls, and the marks that make a name read other than it is.
  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: ":*?<>|".unicodeScalars.contains(scalar)
    }
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$&^_.+-".utf8.contains(byte)
    }
  }
}
