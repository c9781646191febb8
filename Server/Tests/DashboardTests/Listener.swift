import CollectorStore
import Hummingbird
import TestSupport
import Testing

@testable import Dashboard

/// Somebody at the other end of a live stream.
final class Listener: Sendable {
  let viewer: Viewer
  private let events: Events
  private let task: Task<Void, any Error>

  convenience init(_ store: TemporaryStore, login: String, last: Int64? = nil, gate: Gate = Gate())
    async throws
  {
    let cookie = try await store.cookie(login: login, role: .viewer)
    try await self.init(store, cookie: cookie, last: last, gate: gate)
  }

  init(_ store: TemporaryStore, cookie: String, last: Int64? = nil, gate: Gate = Gate()) async throws {
    let token = try #require(SecretToken(text: String(cookie.split(separator: "=")[1])))
    let session = try #require(try await store.store.session(token))
    let viewer = try #require(try await Viewer.of(session, atHostOf: nil, in: store.store))
    self.viewer = viewer
    let calendar = try await Dashboard(store: store.store, isSecure: false).calendar(of: viewer)
    let (chunks, continuation) = AsyncStream.makeStream(of: String.self)
    events = Events(chunks)
    task = Task {
      defer { continuation.finish() }
      var writer: any ResponseBodyWriter = Recorder(gate: gate, continuation: continuation)
      try await LiveStream(
        store: store.store, viewer: viewer, host: nil, calendar: calendar, last: last
      ).write(to: &writer)
    }
  }

  deinit { task.cancel() }

  /// The next event of any name.
  func event() async throws -> String { try #require(await events.next(), "the stream ended") }

  /// The next event of this name, which no other may come before.
  func event(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
    let event = try await event()
    #expect(event.hasPrefix("event: \(name)\n"), sourceLocation: sourceLocation)
    return event
  }

  /// Waits until the stream has ended.
  func finish() async { _ = await task.result }
}

/// Cuts what was written into events.
private actor Events {
  private var iterator: AsyncStream<String>.Iterator

  init(_ chunks: AsyncStream<String>) { iterator = chunks.makeAsyncIterator() }

  func next() async -> String? {
    var iterator = iterator
    while let chunk = await iterator.next(isolation: self) {
      if chunk.hasPrefix("event:") { return chunk }
    }
    return nil
  }
}

/// Lets through what is written, or keeps the writer waiting as a slow connection does.
actor Gate {
  private var isOpen = true
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func close() { isOpen = false }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  func pass() async {
    guard !isOpen else { return }
    await withCheckedContinuation { waiting.append($0) }
  }
}

private struct Recorder: ResponseBodyWriter {
  let gate: Gate
  let continuation: AsyncStream<String>.Continuation

  mutating func write(_ buffer: ByteBuffer) async throws {
    await gate.pass()
    continuation.yield(String(buffer: buffer))
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
