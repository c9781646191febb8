import Foundation

/// A collector on loopback that keeps what it is asked and answers as it is told.
final class RecordingServer: Sendable {
  struct Request: Sendable {
    let method: String
    let path: String
    /// By lower-case name.
    let headers: [String: String]
    let body: Data
  }

  struct Answer: Sendable {
    var status = 200
    var body = "{}"
  }

  private struct Log: Sendable {
    var connections = 0
    var requests: [Request] = []
  }

  let endpoint: String
  private let listener: Int32
  private let log = Locked(Log())

  /// Listens on a free port and answers every request with what `answer` says, which has a thread of its own
  /// for each connection and may block it.
  init(answer: @escaping @Sendable (Request) -> Answer = { _ in Answer() }) throws {
    listener = try Socket.listen()
    endpoint = "http://127.0.0.1:\(Socket.port(of: listener))"
    let (listener, log) = (listener, log)
    Thread.detachNewThread {
      while let connection = Socket.accept(listener) {
        log.withLock { $0.connections += 1 }
        Thread.detachNewThread { Self.serve(connection, log, answer) }
      }
      // Closed by the thread that uses it: another server could otherwise be given its number before.
      Socket.close(listener)
    }
  }

  deinit {
    Socket.stop(listener)
  }

  var connections: Int { log.withLock { $0.connections } }

  var requests: [Request] { log.withLock { $0.requests } }

  /// The bodies of the batches, decoded.
  var batches: [JSON] {
    get throws {
      try requests.filter { $0.path == "/api/ingest/" }
        .map { try JSONDecoder().decode(JSON.self, from: $0.body) }
    }
  }

  private static func serve(
    _ connection: Int32, _ log: Locked<Log>, _ answer: @Sendable (Request) -> Answer
  ) {
    defer { Socket.close(connection) }
    var reader = RequestReader(connection)
    while let request = reader.next() {
      log.withLock { $0.requests.append(request) }
      let answer = answer(request)
      let head = "HTTP/1.1 \(answer.status) Answer\r\nContent-Length: \(answer.body.utf8.count)\r\n\r\n"
      guard Socket.write(Data((head + answer.body).utf8), to: connection) else { return }
    }
  }
}
