import Foundation

/// Reads the requests of one connection.
struct RequestReader {
  private let connection: Int32
  private var buffer = Data()

  init(_ connection: Int32) {
    self.connection = connection
  }

  /// The next request; `nil` at the end of the connection.
  mutating func next() -> RecordingServer.Request? {
    var end = buffer.firstRange(of: Data("\r\n\r\n".utf8))
    while end == nil {
      guard read() else { return nil }
      end = buffer.firstRange(of: Data("\r\n\r\n".utf8))
    }
    let head = String(decoding: take(end!.upperBound), as: UTF8.self).components(separatedBy: "\r\n")
    let start = head[0].split(separator: " ")
    let headers = Dictionary(
      head.dropFirst().compactMap { line in
        line.firstIndex(of: ":").map { colon in
          (line[..<colon].lowercased(), line[colon...].dropFirst().trimmingCharacters(in: .whitespaces))
        }
      }, uniquingKeysWith: { first, _ in first })

    let size = headers["content-length"].flatMap { Int($0) } ?? 0
    while buffer.count < size { guard read() else { return nil } }
    return .init(method: String(start[0]), path: String(start[1]), headers: headers, body: take(size))
  }

  /// The first bytes of the buffer, which is left with the rest.
  private mutating func take(_ count: Int) -> Data {
    defer { buffer = Data(buffer.dropFirst(count)) }
    return buffer.prefix(count)
  }

  private mutating func read() -> Bool {
    guard let bytes = Socket.read(from: connection) else { return false }
    buffer.append(bytes)
    return true
  }
}
