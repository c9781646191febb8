#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The parts of a `multipart/form-data` body (RFC 7578), as places in it.
public struct MultipartForm: Sendable {
  public struct Part: Equatable, Sendable {
    public let name: String
    /// nil for a plain value.
    public let filename: String?
    public let contentType: String?
    public let content: Range<Int>
  }

  private static let maximumParts = 64
  /// Bytes of one part's headers.
  private static let maximumHeaders = 16 << 10

  public private(set) var parts: [Part] = []

  /// nil where the body is not what its content type says.
  public init?(_ body: [UInt8], contentType: String) {
    guard let boundary = HeaderParameters(contentType)["boundary"], (1...200).contains(boundary.utf8.count),
      let parts = body.withUnsafeBytes({ Self.parts(in: $0, boundary: boundary) })
    else { return nil }
    self.parts = parts
  }

  private static func parts(in body: UnsafeRawBufferPointer, boundary: String) -> [Part]? {
    let delimiter = Array("\r\n--\(boundary)".utf8)
    // The first delimiter has no line in front where the body starts with it.
    guard body.starts(with: delimiter.dropFirst(2)) else { return nil }
    var position = delimiter.count - 2
    var parts: [Part] = []
    while true {
      if body[position...].starts(with: "--".utf8) { return parts }
      guard parts.count < maximumParts, let start = lineEnd(in: body, from: position),
        let headersEnd = find(Array("\r\n\r\n".utf8), in: body, from: start - 2),
        headersEnd - start <= maximumHeaders,
        let end = find(delimiter, in: body, from: headersEnd + 2)
      else { return nil }
      let headers = String(decoding: body[min(start, headersEnd)..<headersEnd], as: UTF8.self)
      // A part without content ends with the same line break that ends its headers.
      let content = min(headersEnd + 4, end)..<end
      guard let part = part(headers: headers, content: content) else { return nil }
      parts.append(part)
      position = end + delimiter.count
    }
  }

  /// The place behind the line break that ends a delimiter; white space may stand in front of it.
  private static func lineEnd(in body: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var position = start
    while position < body.count, body[position] == 0x20 || body[position] == 0x09 { position += 1 }
    return body[position...].starts(with: "\r\n".utf8) ? position + 2 : nil
  }

  private static func find(_ text: [UInt8], in body: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = body.baseAddress, start >= 0 else { return nil }
    var position = start
    while position + text.count <= body.count {
      // A C function finds the first byte: files are megabytes.
      let last = body.count - text.count
      guard let candidate = memchr(base + position, Int32(text[0]), last - position + 1) else { return nil }
      if memcmp(candidate, text, text.count) == 0 { return base.distance(to: UnsafeRawPointer(candidate)) }
      position = base.distance(to: UnsafeRawPointer(candidate)) + 1
    }
    return nil
  }

  private static func part(headers: String, content: Range<Int>) -> Part? {
    var disposition: HeaderParameters?
    var contentType: String?
    // A carriage return and a line feed are one `Character`.
    for line in headers.split(separator: "\r\n") {
      let pair = line.split(separator: ":", maxSplits: 1)
      guard pair.count == 2 else { return nil }
      let value = String(pair[1].drop { $0 == " " })
      switch pair[0].lowercased() {
      case "content-disposition": disposition = HeaderParameters(value)
      case "content-type": contentType = value
      default: break
      }
    }
    guard let disposition, let name = disposition["name"] else { return nil }
    let filename = disposition["filename*"].flatMap(HeaderParameters.extended) ?? disposition["filename"]
    return Part(name: name, filename: filename, contentType: contentType, content: content)
  }
}
