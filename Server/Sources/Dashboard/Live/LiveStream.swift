import CollectorStore
import Hummingbird
import JSONText
import ServiceLifecycle

/// What one viewer is told, as Server-Sent Events, until the viewer goes, may not look on any longer, or the
/// server stops.
struct LiveStream: Sendable {
  let store: CollectorStore
  let viewer: Viewer
  /// The client whose host name was asked for.
  let host: ClientScope?
  let calendar: LocalCalendar
  /// The last message that the viewer has; nil: none.
  let last: Int64?

  /// Between two answers, so that a busy store does not keep every viewer's connection busy as well.
  private static let breath = Duration.milliseconds(200)
  /// After this long without news the stream says that it is there, and the viewer's right is looked up again.
  private static let heartbeat = Duration.seconds(10)

  static func path(after last: Int64) -> String { "/live/events?after=\(last)" }

  func write(to writer: inout any ResponseBodyWriter) async throws {
    let feed = store.liveFeed
    let place = try await feed.join(viewer.audience)
    defer { feed.leave(place) }
    let ticking = Task {
      while !Task.isCancelled {
        try await Task.sleep(for: Self.heartbeat)
        place.wake()
      }
    }
    defer { ticking.cancel() }
    var sent = try await begin(&writer)
    var checked = ContinuousClock.now
    for await _ in place.wakes.cancelOnGracefulShutdown() {
      let news = place.take()
      if news.isAccessInDoubt || checked + Self.heartbeat <= .now {
        guard try await mayLookOn() else {
          return try await writer.write(ByteBuffer(string: "event: end\ndata:\n\n"))
        }
        checked = .now
      }
      let messages = news.messages.filter { $0.id > sent }
      if news.hasMissed {
        sent = try await writeSnapshot(&writer)
      } else if let newest = messages.last?.id {
        try await writer.write(event("messages", id: newest, messages))
        sent = newest
      } else {
        // Tells a proxy that the stream is alive, and the browser from where to go on.
        try await writer.write(ByteBuffer(string: "id: \(sent)\n\n"))
      }
      try await Task.sleep(for: Self.breath)
    }
  }

  /// Whether the session still is, and shows the same client.
  private func mayLookOn() async throws -> Bool {
    guard let session = try await store.session(viewer.session.token) else { return false }
    return try await Viewer.of(session, atHostOf: host, in: store)?.audience == viewer.audience
  }

  /// Answers the newest message that the viewer has after it.
  private func begin(_ writer: inout any ResponseBodyWriter) async throws -> Int64 {
    // Milliseconds until a browser tries again.
    try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
    guard let last, let missed = try await store.liveMessages(for: viewer.audience, after: last) else {
      return try await writeSnapshot(&writer)
    }
    if !missed.messages.isEmpty {
      try await writer.write(event("messages", id: missed.newest, missed.messages))
    }
    return missed.newest
  }

  private func writeSnapshot(_ writer: inout any ResponseBodyWriter) async throws -> Int64 {
    let snapshot = try await store.liveSnapshot(for: viewer.audience)
    try await writer.write(event("snapshot", id: snapshot.newest, snapshot.messages.reversed()))
    return snapshot.newest
  }

  /// JSON has no line breaks, so it is one line of data.
  private func event(_ name: String, id: Int64, _ messages: some Sequence<LiveMessage>) -> ByteBuffer {
    var json = JSONWriter()
    json.array { json in
      for message in messages { message.write(to: &json, calendar) }
    }
    return ByteBuffer(string: "event: \(name)\nid: \(id)\ndata: \(json.text)\n\n")
  }
}
