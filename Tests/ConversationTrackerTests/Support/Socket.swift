import Foundation

/// The few socket calls that a server of tests needs.
enum Socket {
  struct Failure: Error {
    let errorNumber = errno
  }

  /// Listens on a free port of 127.0.0.1.
  static func listen() throws -> Int32 {
    let socket = socket(AF_INET, streamType, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let bound = withSockaddr(&address) { bind(socket, $0, $1) }
    #if canImport(Darwin)
      let listening = Darwin.listen(socket, 64)
    #else
      let listening = Glibc.listen(socket, 64)
    #endif
    guard socket >= 0, bound == 0, listening == 0 else { throw Failure() }
    return socket
  }

  static func port(of socket: Int32) -> UInt16 {
    var address = sockaddr_in()
    withSockaddr(&address) { pointer, size in
      var size = size
      getsockname(socket, pointer, &size)
    }
    return address.sin_port.bigEndian
  }

  /// The next connection; `nil` when the socket was closed.
  static func accept(_ socket: Int32) -> Int32? {
    #if canImport(Darwin)
      let connection = Darwin.accept(socket, nil, nil)
    #else
      let connection = Glibc.accept(socket, nil, nil)
    #endif
    return connection >= 0 ? connection : nil
  }

  /// Some bytes; `nil` at the end.
  static func read(from socket: Int32) -> Data? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &bytes, bytes.count, 0)
    return count > 0 ? Data(bytes[..<count]) : nil
  }

  /// False when the other side has gone.
  static func write(_ data: Data, to socket: Int32) -> Bool {
    data.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, noSignal) == $0.count }
  }

  /// Wakes the thread that waits on the socket, which closing alone does not, and lets nothing more through.
  static func stop(_ socket: Int32) {
    shutdown(socket, Int32(SHUT_RDWR))
  }

  static func close(_ socket: Int32) {
    stop(socket)
    #if canImport(Darwin)
      _ = Darwin.close(socket)
    #else
      _ = Glibc.close(socket)
    #endif
  }

  @discardableResult
  private static func withSockaddr<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  #if canImport(Darwin)
    private static let streamType = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #else
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
}
