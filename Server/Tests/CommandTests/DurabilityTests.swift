import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct DurabilityTests {
  private static func head(_ store: TemporaryStore, length: Int) -> String {
    "POST /api/ingest/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api-Key \(store.key.text)\r\n"
      + "Content-Length: \(length)\r\n\r\n"
  }

  @Test func whatWasAnsweredSurvivesSIGKILL() async throws {
    let store = try TemporaryStore()
    let server = try Program(["serve", "--data", store.directory.data.path, "--port", "0"])
    let port = try #require(server.firstLine().split(separator: ":").last)
    let connection = try RawConnection(port: String(port))
    for index in 0..<20 {
      let body = Batch().with("c\(index)", spans: [turn(1, [.question("q", at: 0)])]).json
      connection.send(Self.head(store, length: body.utf8.count) + body)
      #expect(connection.receive(until: "}").hasPrefix("HTTP/1.1 200"))
    }
    server.send(SIGKILL)
    #expect(try server.wait().status == SIGKILL)
    let reopened = try CollectorStore.open(store.directory.data)
    for index in 0..<20 { #expect(try await store.read("c\(index)")?.0.messageCount == 1) }
    try reopened.close()
  }

  @Test func aRequestInFlightIsFinishedBeforeStopping() async throws {
    let store = try TemporaryStore()
    let server = try Program(["serve", "--data", store.directory.data.path, "--port", "0"])
    let port = try #require(server.firstLine().split(separator: ":").last)
    let body = Batch().with("c", spans: [turn(1, [.question("q", at: 0)])]).json
    let connection = try RawConnection(port: String(port))
    connection.send(Self.head(store, length: body.utf8.count) + body.prefix(50))
    // Awaiting could take as long as all other tests, and a request may not be as slow as that.
    usleep(300_000)
    server.send(SIGTERM)
    usleep(300_000)
    connection.send(String(body.dropFirst(50)))
    #expect(connection.receive().hasPrefix("HTTP/1.1 200"))
    #expect(try server.wait().status == 0)
    #expect(try await store.read("c")?.0.messageCount == 1)
  }

  @Test func aBodyThatIsAnnouncedTooLargeIsNotWaitedFor() async throws {
    let store = try TemporaryStore()
    let server = try Program(["serve", "--data", store.directory.data.path, "--port", "0"])
    let port = try #require(server.firstLine().split(separator: ":").last)
    let connection = try RawConnection(port: String(port))
    connection.send(Self.head(store, length: 65 << 20))
    #expect(connection.receive(until: "}").hasPrefix("HTTP/1.1 413"))
    server.send(SIGKILL)
  }
}
