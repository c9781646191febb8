import CollectorStore
import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite struct KeysTests {
  @Test func aNewKeyIsAllThatIsPrintedAndWorksAtOnce() async throws {
    let directory = try TemporaryDirectory()
    let server = try Program(["serve", "--data", directory.data.path, "--port", "0"])
    let address = try #require(server.firstLine().split(separator: " ").last)
    let command = ["keys", "create", "--agent", "Café", "--role", "read", "--data", directory.data.path]
    let result = try Program.run(command)
    #expect(result.status == 0 && result.errors == "")
    #expect(result.output.wholeMatch(of: /ags_[0-9a-f]{32}_[0-9a-f]{6}\n/) != nil)
    var request = URLRequest(url: try #require(URL(string: address + "/api/me/")))
    request.setValue("Api-Key " + result.output.dropLast(), forHTTPHeaderField: "Authorization")
    let (body, _) = try await URLSession.shared.data(for: request)
    let me = try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
    #expect(me["agent_name"] as? String == "Café" && me["role"] as? String == "read")
    server.send(SIGTERM)
    #expect(try server.wait().status == 0)
  }

  @Test func theDataFolderDefaultsToTheUsers() throws {
    let directory = try TemporaryDirectory()
    for (variable, folder) in [("XDG_DATA_HOME", "/agentsight"), ("HOME", "/.local/share/agentsight")] {
      let environment = ["XDG_DATA_HOME": ""].merging([variable: directory.path]) { $1 }
      #expect(try Program.run(["keys", "create", "--agent", "a"], environment: environment).status == 0)
      #expect(FileManager.default.fileExists(atPath: directory.path + folder + "/agentsight.sqlite"))
    }
  }

  @Test func aRoleThatDoesNotExistIsRefused() throws {
    let result = try Program.run([
      "keys", "create", "--agent", "a", "--role", "admin", "--data", "/nonexistent",
    ])
    #expect(result.status != 0 && result.output == "" && result.errors.contains("role"))
  }
}
