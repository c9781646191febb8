import CollectorStore
import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct ReplayTests {
  private static let dialogues = #"""
    {"dialogue_id":"d1","services":["x"],"turns":[{"speaker":"USER","utterance":"Find \"it\"\nplease"},
    {"speaker":"SYSTEM","utterance":"Found é😀","calls":[{"method":"Find","parameters":{"q": "it"},"results":[{"n": 1.50}]},
    {"method":"Log","parameters":{},"results":[]}]}]}
    """#.replacing("\n", with: "") + "\n\n"
    + #"{"dialogue_id":"d2","turns":[{"speaker":"SYSTEM","utterance":"Hi"}]}"#

  @Test func dialoguesArriveAsTheyStandInTheFile() async throws {
    let store = try TemporaryStore()
    let file = store.directory.path + "/dialogues.jsonl"
    try Data(Self.dialogues.utf8).write(to: URL(fileURLWithPath: file))
    let server = try Program(["serve", "--data", store.directory.data.path, "--port", "0"])
    let address = try #require(server.firstLine().split(separator: " ").last)
    let result = try Program.run(["replay", file, "--endpoint", String(address), "--api-key", store.key.text])
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    #expect(result.output.hasPrefix("2 conversations, 3 messages, 2 actions\n"))
    server.send(SIGTERM)
    #expect(try server.wait().status == 0)
    let (row, transcript) = try #require(try await store.read("d1"))
    #expect(row.messageCount == 2 && row.actionCount == 2)
    let items = transcript.items.map { item in
      switch item {
      case .message(let row): "\(row.sender): \(row.content)"
      case .action(let row): "\(row.name) \(row.toolsUsed ?? "-") \(row.response ?? "-")"
      case .button: "button"
      }
    }
    #expect(
      items == [
        "end_user: Find \"it\"\nplease", #"Find {"q": "it"} [{"n": 1.50}]"#, "Log {} []", "agent: Found é😀",
      ])
  }

  @Test(arguments: [
    ("{", "Line 1"), (#"{"dialogue_id":"d","turns":[]}"# + "\nx", "Line 2"),
    (#"{"turns":[]}"#, "dialogue_id"),
    (#"{"dialogue_id":"d","turns":[{"speaker":"CAT","utterance":"m"}]}"#, "CAT"),
  ])
  func aLineThatIsNoDialogueIsNamed(text: String, words: String) throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/file.jsonl"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let key = APIKey.random().text
    let command = ["replay", file, "--endpoint", "http://127.0.0.1:1", "--api-key", key]
    expectFailure(try Program.run(command), mentioning: words)
  }

  @Test func whatStopsAReplayIsNamed() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/file.jsonl"
    try Data(Self.dialogues.utf8).write(to: URL(fileURLWithPath: file))
    let key = APIKey.random().text
    func replay(_ file: String, _ endpoint: String, _ key: String) throws -> Program.Result {
      try Program.run(["replay", file, "--endpoint", endpoint, "--api-key", key])
    }
    expectFailure(try replay(directory.path + "/none", "http://127.0.0.1:1", key), mentioning: "/none")
    expectFailure(try replay(directory.path, "http://127.0.0.1:1", key), mentioning: directory.path)
    expectFailure(try replay(file, "http://127.0.0.1:1", key), mentioning: "127.0.0.1:1")
    expectFailure(try replay(file, "http://example.org", key), mentioning: "http")
    expectFailure(try replay(file, "http://127.0.0.1:1", "nonsense"), mentioning: "key")
  }
}
