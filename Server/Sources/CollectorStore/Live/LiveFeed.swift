import GRDB
import Synchronization

/// Tells those who look on what was said, right after its commit.
///
/// New messages are read once, however many look on. Each viewer has a bounded queue; whoever is too slow for
/// it, or comes when more happens than anybody can read, is told that something is missing and gets a snapshot.
public final class LiveFeed: Sendable {
  private struct State {
    var viewers: [Int: LiveViewer] = [:]
    var lastViewer = 0
    /// The newest message that was told.
    var told: Int64 = 0
    var isReading = false
    var isDue = false
  }

  /// New messages beyond which nobody is told each of them.
  private static let most = 200
  /// Between two readings.
  private static let breath = Duration.milliseconds(50)

  private let database: any DatabaseReader
  private let state = Mutex(State())

  init(_ database: any DatabaseReader) { self.database = database }

  public var viewerCount: Int { state.withLock { $0.viewers.count } }

  /// Begins to look on. What was committed before the call may or may not be told.
  public func join(_ audience: Audience) async throws -> LiveViewer {
    let newest = try await newest()
    return state.withLock { state in
      if state.viewers.isEmpty { state.told = newest }
      state.lastViewer += 1
      let viewer = LiveViewer(id: state.lastViewer, audience: audience)
      state.viewers[viewer.id] = viewer
      return viewer
    }
  }

  public func leave(_ viewer: LiveViewer) {
    _ = state.withLock { $0.viewers.removeValue(forKey: viewer.id) }
    viewer.end()
  }

  /// Called after every commit. Costs nothing while nobody looks on.
  func noteCommit() {
    let begins = state.withLock { state in
      guard !state.viewers.isEmpty else { return false }
      state.isDue = true
      guard !state.isReading else { return false }
      state.isReading = true
      return true
    }
    if begins { Task { await readUntilDone() } }
  }

  /// Called after a commit that changed who may see what.
  func noteAccess() {
    for viewer in state.withLock({ Array($0.viewers.values) }) { viewer.checkAccess() }
  }

  private func readUntilDone() async {
    while state.withLock({ state in
      state.isReading = state.isDue
      state.isDue = false
      return state.isReading
    }) {
      do { try await read() } catch {
        // Whoever looks on reads for himself then, or finds out that it does not work.
        for viewer in state.withLock({ Array($0.viewers.values) }) { viewer.miss() }
      }
      try? await Task.sleep(for: Self.breath)
    }
  }

  private func read() async throws {
    let told = state.withLock(\.told)
    let (newest, messages) = try await database.read { db in
      (
        try Int64.fetchOne(db, sql: "SELECT max(id) FROM messages") ?? 0,
        try LiveMessage.fetch(db, "messages.id > \(told)", order: "messages.id", limit: Self.most + 1)
      )
    }
    let viewers = state.withLock { state in
      state.told = newest
      return Array(state.viewers.values)
    }
    // Ids that were given again after the newest messages were erased tell nothing about what is new.
    let isTooMuch = messages.count > Self.most || newest < told
    for viewer in viewers {
      if isTooMuch { viewer.miss() } else { viewer.tell(messages) }
    }
  }

  private func newest() async throws -> Int64 {
    try await database.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM messages") ?? 0 }
  }
}

/// One who looks on.
public final class LiveViewer: Sendable {
  public struct News: Sendable {
    /// Oldest first.
    public var messages: [LiveMessage] = []
    /// Whether there was more than the viewer could take.
    public var hasMissed = false
    /// Whether it may have changed who may see what.
    public var isAccessInDoubt = false
  }

  /// Messages that wait for a viewer at most.
  static let most = 100

  let id: Int
  private let audience: Audience
  private let news = Mutex(News())
  private let signal: AsyncStream<Void>.Continuation
  /// Yields when there may be news. For one reader.
  public let wakes: AsyncStream<Void>

  init(id: Int, audience: Audience) {
    self.id = id
    self.audience = audience
    (wakes, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Everything since the last time.
  public func take() -> News {
    news.withLock { news in
      defer { news = News() }
      return news
    }
  }

  /// Makes `wakes` yield.
  public func wake() { signal.yield() }

  func tell(_ messages: [LiveMessage]) {
    let seen = messages.filter(audience.sees)
    guard !seen.isEmpty else { return }
    news.withLock { news in
      if news.messages.count + seen.count > Self.most {
        news.messages = []
        news.hasMissed = true
      } else if !news.hasMissed {
        news.messages += seen
      }
    }
    wake()
  }

  func miss() {
    news.withLock { news in
      news.messages = []
      news.hasMissed = true
    }
    wake()
  }

  func checkAccess() {
    news.withLock { $0.isAccessInDoubt = true }
    wake()
  }

  func end() { signal.finish() }
}
