import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct KeyTests {
  @Test func aKeyHasTheFormThatClientsCheck() throws {
    let key = APIKey.random().text
    #expect(key.wholeMatch(of: /ags_[a-f0-9]{32}_[a-f0-9]{6}/) != nil)
    #expect(APIKey.random().text != key)
  }

  @Test func theDatabaseHoldsNoKey() async throws {
    let store = try TemporaryStore()
    _ = try await store.credential()
    let secret = store.key.text.dropFirst(12).prefix(20)
    for file in try FileManager.default.contentsOfDirectory(atPath: store.directory.data.path) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: store.directory.data.path + "/" + file))
      #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
    }
  }

  @Test func aKeyMadeElsewhereIsKnownAtOnce() async throws {
    let store = try TemporaryStore()
    let other = try CollectorStore.open(store.directory.data)
    let key = try other.createKey(agent: "Shop", role: .read)
    let credential = try await store.store.authenticate(key.text)
    #expect(credential.role == .read)
    #expect(credential.agentName == "Shop")
    #expect(credential.scope == (try await store.credential()).scope)
    #expect(credential.environments.map(\.slug) == ["production", "development"])
    try other.close()
  }

  @Test func clientsMayNameTheirAgentsAlike() async throws {
    let store = try TemporaryStore()
    let key = try store.store.createKey(agent: "Shop", client: "Other")
    let credential = try await store.store.authenticate(key.text)
    #expect(credential.scope != (try await store.credential()).scope)
  }

  @Test(arguments: ["", "ags_", "ags_00000000000000000000000000000000_000000"])
  func anUnknownKeyOpensNothing(key: String) async throws {
    let store = try TemporaryStore()
    await #expect(throws: CredentialError.unknownKey) { try await store.store.authenticate(key) }
  }

  @Test(arguments: ["", "a\nb", String(repeating: "x", count: 256)])
  func aNameThatNobodyCanReadIsRefused(name: String) throws {
    let store = try TemporaryStore()
    #expect(throws: StoreError.invalidName(name)) { try store.store.createKey(agent: name) }
  }
}
