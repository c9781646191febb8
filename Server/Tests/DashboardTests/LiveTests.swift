import CollectorStore
import Hummingbird
import TestSupport
import Testing

@testable import Dashboard

/// The stream of the live page. Each test waits for what must come, for no longer than its time limit.
@Suite(.timeLimit(.minutes(5))) struct LiveTests {
  private func question(_ text: String, in id: String, _ turnID: Int = 1) -> Batch {
    Batch().with(id, spans: [turn(turnID, [.question(text, at: turnID)])])
  }

  @Test func whatIsSaidIsToldAfterItsCommit() async throws {
    let store = try TemporaryStore()
    try await store.ingest(question("before", in: "a"))
    let stream = try await Listener(store, login: "ada")
    let snapshot = try await stream.event("snapshot")
    #expect(snapshot.contains("id: 1\n") && snapshot.contains(#""text":"before""#))
    try await store.ingest(question("a \"quoted\" </script> question", in: "b"))
    let told = try await stream.event("messages")
    #expect(told.contains("id: 2\n") && !told.contains("before"))
    #expect(
      told.contains(#""path":"/conversations/2","title":"b","facts":"Shop · production","side":"person""#))
    #expect(told.contains(#""text":"a \"quoted\" </script> question""#))
    try await store.ingest(
      Batch().with(
        "b", spans: [span(2, kind: "tool", from: 1, attributes: #""agentsight.tool.name":"find""#)]))
    #expect(try await stream.event("messages").contains(#""side":"action","speaker":"Action""#))
  }

  @Test func whoWasAwayIsToldWhatWasMissed() async throws {
    let store = try TemporaryStore()
    for index in 1...3 { try await store.ingest(question("text-\(index)", in: "c", index)) }
    let missed = try await Listener(store, login: "ada", last: 1).event("messages")
    #expect(missed.contains("text-2") && missed.contains("text-3") && !missed.contains("text-1"))
    #expect(missed.contains("id: 3\n"))
    // Ids that this store never gave, or too many at once: all anew.
    #expect(try await Listener(store, login: "ada", last: 99).event("snapshot").contains("text-1"))
    try await store.ingest(Batch().with("d", spans: (0..<101).map { turn($0, [.question("much", at: $0)]) }))
    #expect(try await Listener(store, login: "ada", last: 3).event("snapshot").contains("much"))
  }

  @Test func aViewerIsToldOfOneClientAlone() async throws {
    let store = try TemporaryStore()
    let other = try store.store.createKey(agent: "Canary agent", client: "Canary client")
    try await store.ingest(question("canary one", in: "canary"), key: other)
    let stream = try await Listener(store, login: "ada")
    #expect(try await !stream.event("snapshot").contains("canary"))
    try await store.ingest(question("canary two", in: "canary", 2), key: other)
    try await store.ingest(question("ours", in: "ours"))
    let told = try await stream.event("messages")
    #expect(told.contains("ours") && !told.contains("canary"))
    let away = try await Listener(store, login: "ada", last: 0).event("messages")
    #expect(away.contains("ours") && !away.contains("canary"))
  }

  @Test func aSlowViewerGetsASnapshotInstead() async throws {
    let store = try TemporaryStore()
    try await store.ingest(question("first", in: "c"))
    let gate = Gate()
    let stream = try await Listener(store, login: "ada", gate: gate)
    _ = try await stream.event("snapshot")
    await gate.close()
    for first in [2, 112] {
      let turns = (first..<first + 110).map { turn($0, [.question("text-\($0)", at: $0)]) }
      try await store.ingest(Batch().with("c", spans: turns))
    }
    await gate.open()
    var event = try await stream.event()
    while !event.contains("text-221") { event = try await stream.event() }
    #expect(event.hasPrefix("event: snapshot\nid: 221\n"))
    try await store.ingest(question("and on", in: "c", 222))
    // By itself, or in a second snapshot that was due already.
    while !event.contains("and on") { event = try await stream.event() }
  }

  @Test func theStreamEndsWithTheSession() async throws {
    let store = try TemporaryStore()
    let stream = try await Listener(store, login: "ada")
    _ = try await stream.event("snapshot")
    try await store.store.endSession(stream.viewer.session.token)
    _ = try await stream.event("end")
    await stream.finish()
    #expect(store.store.liveFeed.viewerCount == 0)
  }

  @Test func theStreamEndsWithTheRightToLookOn() async throws {
    let store = try TemporaryStore()
    _ = try await store.cookie(login: "owner", role: .owner)
    let stream = try await Listener(store, login: "ada")
    _ = try await stream.event("snapshot")
    try await store.store.setRole(of: stream.viewer.person.id, to: nil, in: store.scope(of: "default"))
    _ = try await stream.event("end")
    await stream.finish()
  }

  @Test func manyLookOn() async throws {
    let store = try TemporaryStore()
    let cookie = try await store.cookie(login: "ada", role: .viewer)
    var listeners: [Listener] = []
    for _ in 0..<20 { listeners.append(try await Listener(store, cookie: cookie)) }
    for listener in listeners { _ = try await listener.event("snapshot") }
    #expect(store.store.liveFeed.viewerCount == 20)
    try await store.ingest(question("for all", in: "c"))
    for listener in listeners { #expect(try await listener.event("messages").contains("for all")) }
  }

  @Test func thePageShowsTheLatestWithoutAScript() async throws {
    let store = try TemporaryStore()
    try await store.ingest(question("older <b>", in: "c", 1))
    try await store.ingest(question("newer", in: "c", 2))
    let page = try await get("/live", from: store)
    let newer = try #require(page.html.range(of: "newer")).lowerBound
    #expect(newer < (try #require(page.html.range(of: "older &lt;b&gt;")).lowerBound))
    #expect(
      page.html.contains(#"data-events="/live/events?after=2""#) && page.html.contains(#"<a href="/live">"#))
    let script = try #require(
      page.html.firstMatch(of: /<script src="(\/assets\/live-[0-9a-f]+\.js)" defer>/)?.1)
    let file = try await get(String(script), from: store)
    #expect(file.headers[.contentType] == "text/javascript; charset=utf-8")
    // Texts stay texts.
    #expect(!file.html.contains("innerHTML") && !file.html.contains("insertAdjacentHTML"))
    #expect(try await Browser(store).get("/live/events").status == 303)
  }
}
