import CollectorStore
import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite struct ServeTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func itSaysWhereItIsServesAndStopsWhenAsked(signal: Int32) async throws {
    let directory = try TemporaryDirectory()
    let server = try Program(["serve", "--data", directory.data.path, "--port", "0"])
    let line = server.firstLine()
    let address = try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+$/)?.0)
    // A connection that stays open must not keep the server from stopping.
    let (_, response) = try await URLSession.shared.data(from: #require(URL(string: address + "/api/me/")))
    #expect((response as? HTTPURLResponse)?.statusCode == 401)
    let (_, page) = try await URLSession.shared.data(from: #require(URL(string: String(address))))
    #expect((page as? HTTPURLResponse)?.statusCode == 200)
    let start = ContinuousClock.now
    server.send(signal)
    let result = try server.wait()
    #expect(result.status == 0 && result.errors == "")
    #expect(
      result.output.wholeMatch(of: /Nobody can sign in yet\. .*: http:.*\/welcome\/[0-9a-f]{64}\n/) != nil)
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.data.path) == ["agentsight.sqlite"])
  }

  @Test func aTakenPortIsNamed() throws {
    let directory = try TemporaryDirectory()
    let first = try Program(["serve", "--data", directory.data.path, "--port", "0"])
    let port = try #require(first.firstLine().split(separator: ":").last)
    let second = try Program.run(["serve", "--data", directory.data.path, "--port", String(port)])
    expectFailure(second, mentioning: "Port \(port)", "taken", "--port")
    first.send(SIGTERM)
    #expect(try first.wait().status == 0)
  }

  @Test func aDataFolderThatCannotBeWrittenIsNamed() throws {
    let directory = try TemporaryDirectory()
    try Data().write(to: URL(fileURLWithPath: directory.path + "/file"))
    let path = directory.path + "/file/data"
    expectFailure(try Program.run(["serve", "--data", path]), mentioning: path, "--data")
    // Nobody may write here, not even root.
    expectFailure(
      try Program.run(["serve", "--data", "/proc/agentsight"]), mentioning: "/proc/agentsight", "--data")
  }

  @Test func aFileThatIsNoDatabaseOfCountriesIsNamed() throws {
    let directory = try TemporaryDirectory()
    for file in [directory.path + "/none.mmdb", #filePath] {
      let result = try Program.run(["serve", "--data", directory.data.path, "--countries", file])
      expectFailure(result, mentioning: file, "MaxMind DB format")
    }
  }

  @Test func aNewerDatabaseIsRefused() throws {
    let store = try TemporaryStore()
    try store.pretendToBeNewer()
    let path = store.directory.data.path
    expectFailure(try Program.run(["serve", "--data", path]), mentioning: "newer version", "Update")
    expectFailure(try Program.run(["show", "c", "--data", path]), mentioning: "newer version", "Update")
    expectFailure(
      try Program.run(["keys", "create", "--agent", "a", "--data", path]), mentioning: "newer version")
  }

  @Test func anAddressThatOthersCanReachNeedsTLSOrInsistence() throws {
    for host in ["0.0.0.0", "::", "192.168.1.1", "example.org", "127.evil"] {
      let result = try Program.run(["serve", "--host", host, "--data", "/nonexistent"])
      #expect(result.status != 0 && result.errors.contains("--allow-insecure-http"), "\(host)")
    }
    let directory = try TemporaryDirectory()
    let server = try Program(
      ["serve", "--host", "0.0.0.0", "--allow-insecure-http", "--port", "0", "--data", directory.data.path])
    #expect(server.firstLine().contains("http://0.0.0.0:"))
    server.send(SIGTERM)
    #expect(try server.wait().status == 0)
  }

  @Test func filesForTLSThatCannotBeUsedAreNamed() throws {
    let directory = try TemporaryDirectory()
    let (missing, text) = (directory.path + "/missing.pem", directory.path + "/text.pem")
    try Data("not a certificate".utf8).write(to: URL(fileURLWithPath: text))
    let options = ["serve", "--data", directory.data.path, "--tls-key", missing, "--tls-cert"]
    expectFailure(try Program.run(options + [missing]), mentioning: missing, "cannot be read")
    expectFailure(try Program.run(options + [text]), mentioning: text, "PEM")
    let alone = try Program.run(["serve", "--tls-cert", text])
    #expect(alone.status != 0 && alone.errors.contains("--tls-key"))
  }
}

/// One message, on standard error, that helps.
func expectFailure(_ result: Program.Result, mentioning words: String...) {
  #expect(result.status == 1 && result.output == "")
  #expect(
    result.errors.hasPrefix("Error: ") && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
  for word in words { #expect(result.errors.contains(word), "\(word) in \(result.errors)") }
}
