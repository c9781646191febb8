import CollectorStore
import Foundation
import TestSupport
import Testing

/// The live stream as a browser gets it from the running program.
@Suite struct LiveStreamTests {
  @Test func itTellsWhatIsSaidAndLetsTheServerStop() async throws {
    let directory = try TemporaryDirectory()
    let store = try CollectorStore.open(directory.data)
    let key = try store.createKey(agent: "Shop")
    let operatorPerson = try await store.accept(
      store.inviteOperator(), login: "ada", name: "Ada", password: .ofNobody)
    let session = try await store.startSession(of: operatorPerson)
    try store.close()
    let server = try Program(["serve", "--data", directory.data.path, "--port", "0"])
    let port = String(try #require(server.firstLine().split(separator: ":").last))
    let stream = try RawConnection(port: port)
    stream.send("GET /live/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session=\(session.text)\r\n\r\n")
    #expect(stream.receive(until: "data: []\n\n\r\n").contains("text/event-stream"))
    let body = Batch().with("c", spans: [turn(1, [.question("said just now", at: 0)])]).json
    let post = try RawConnection(port: port)
    post.send(
      "POST /api/ingest/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Api-Key \(key.text)\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    #expect(post.receive().hasPrefix("HTTP/1.1 200"))
    #expect(stream.receive(until: "}]\n\n\r\n").contains("said just now"))
    let start = ContinuousClock.now
    server.send(SIGTERM)
    let result = try server.wait()
    // Without an end of its own the stream would last until the server gives up on it, after half a minute.
    #expect(result.status == 0 && ContinuousClock.now - start < .seconds(20))
    #expect(stream.receive().hasSuffix("0\r\n\r\n"))
  }
}
