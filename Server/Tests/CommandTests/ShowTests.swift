import Foundation
import TestSupport
import Testing

@Suite struct ShowTests {
  @Test func aTranscriptIsPrintedInOrder() async throws {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "c",
        spans: [
          turn(1, [.question("Where\nis it?", at: 0), .answer("Here.", at: 2)]),
          span(
            2, kind: "tool", from: 1, to: 2,
            attributes: #""agentsight.tool.name":"search","agentsight.tool.arguments":"{\"q\":1}""#),
          span(3, kind: "button", from: 3, attributes: #""agentsight.button.label":"Thanks""#),
        ]))
    let result = try Program.run(["show", "c", "--data", store.directory.data.path])
    #expect(result.status == 0 && result.errors == "")
    let expected = """
      c · Shop · production

      2026-01-31 (UTC)
      12:00:00.000  person    Where
                              is it?
      12:00:01.000  action    search  1000.0 ms
                              tools used: {"q":1}
      12:00:02.000  agent     Here.
      12:00:03.000  button    Thanks ( = )

      """
    #expect(result.output == expected)
  }

  @Test func aTranscriptCannotDriveTheTerminal() async throws {
    let store = try TemporaryStore()
    let text =
      "\u{1B}[2J\u{1B}]0;title\u{7}\u{9B}31m\r\u{8}\u{0}\u{202E}abc\u{2028}\n12:00:00.000  agent     forged"
    let json = quoted(text)
    try await store.ingest(
      Batch().with(
        "c", fields: #""name":\#(json)"#,
        spans: [
          turn(1, [.question(text, at: 0)]),
          span(
            2, kind: "tool", from: 1,
            attributes:
              #""agentsight.tool.name":\#(json),"agentsight.tool.response":\#(json),"agentsight.tool.error":\#(json)"#
          ),
          span(3, kind: "button", from: 1, attributes: #""agentsight.button.label":\#(json)"#),
        ]))
    for format in [[], ["--json"]] {
      let result = try Program.run(["show", "c", "--data", store.directory.data.path] + format)
      #expect(result.status == 0)
      let controls = result.output.unicodeScalars.filter { scalar in
        scalar != "\n" && scalar.properties.generalCategory == .control
      }
      #expect(controls.isEmpty, "\(format) \(result.output.debugDescription)")
      #expect(!result.output.contains("\n12:00:00.000  agent"))
    }
    let json2 = try Program.run(["show", "c", "--data", store.directory.data.path, "--json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json2.output.utf8)) as? [String: Any])
    let items = try #require(object["items"] as? [[String: Any]])
    #expect(items.first?["content"] as? String == text)
  }

  @Test func twoAgentsWithOneConversationIdAreToldApart() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("c", spans: [turn(1, [.question("hello shop", at: 0)])]))
    let key = try store.store.createKey(agent: "Bank")
    try await store.ingest(Batch().with("c", spans: [turn(1, [.question("hello bank", at: 0)])]), key: key)
    let command = ["show", "c", "--data", store.directory.data.path]
    expectFailure(try Program.run(command), mentioning: "--agent", "Bank, Shop")
    let bank = try Program.run(command + ["--agent", "Bank"])
    #expect(bank.output.contains("hello bank") && !bank.output.contains("hello shop"))
    expectFailure(try Program.run(command + ["--agent", "Nobody"]), mentioning: "no conversation 'c'")
  }

  @Test func aMissingDatabaseIsNamed() throws {
    let result = try Program.run(["show", "c", "--data", "/nonexistent"])
    expectFailure(result, mentioning: "/nonexistent", "agentsight serve")
  }
}
