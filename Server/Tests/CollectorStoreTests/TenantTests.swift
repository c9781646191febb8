import CollectorStore
import TestSupport
import Testing

@Suite struct TenantTests {
  @Test func clientsAgentsAndEnvironmentsAreMadeRenamedAndDeleted() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    try store.createClient("Acme")
    try store.createAgent("Bot", client: "Acme")
    try store.renameClient("Acme", to: "ACME")
    try store.renameAgent(AgentName("Bot", client: "ACME"), to: "Robot")
    #expect(try store.agents(ofClient: "ACME").map(\.name) == ["Robot"])
    let robot = AgentName("Robot")
    try store.createEnvironment("staging", name: "Staging", isProduction: false, of: robot)
    try store.renameEnvironment("staging", to: "Stage", of: robot)
    #expect(try store.environments(of: robot).map(\.name) == ["Production", "Development", "Stage"])
    try store.deleteEnvironment("staging", of: robot)
    #expect(try store.environments(of: robot).map(\.slug) == ["production", "development"])
    try store.deleteAgent(robot)
    try store.deleteClient("ACME")
    #expect(try store.clients().map(\.name) == ["default"])
  }

  @Test func whatCannotBeDoneIsNamed() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    try await temporary.ingest(
      Batch().with("c", fields: #""environment":"development""#, spans: [turn(1, [.question("q", at: 0)])]))
    #expect(throws: TenantError.alreadyExists(kind: "client", name: "default")) {
      try store.createClient("default")
    }
    #expect(throws: TenantError.unknown(kind: "client", name: "x")) { try store.deleteClient("x") }
    #expect(throws: TenantError.hasConversations(kind: "client", name: "default", count: 1)) {
      try store.deleteClient("default")
    }
    #expect(throws: TenantError.hasConversations(kind: "agent", name: "Shop", count: 1)) {
      try store.deleteAgent(AgentName("Shop"))
    }
    #expect(throws: TenantError.permanentEnvironment("production")) {
      try store.deleteEnvironment("production", of: AgentName("Shop"))
    }
    #expect(throws: TenantError.invalidSlug("Üb er")) {
      try store.createEnvironment("Üb er", name: "n", isProduction: false, of: AgentName("Shop"))
    }
    try store.createAgent("Shop", client: "Acme")
    #expect(throws: TenantError.ambiguousAgent("Shop", clients: ["Acme", "default"])) {
      try store.renameAgent(AgentName("Shop"), to: "x")
    }
  }

  @Test func anEnvironmentInUseStays() async throws {
    let temporary = try TemporaryStore()
    let shop = AgentName("Shop")
    try temporary.store.createEnvironment("staging", name: "s", isProduction: false, of: shop)
    try await temporary.ingest(
      Batch().with("c", fields: #""environment":"staging""#, spans: [turn(1, [.question("q", at: 0)])]))
    #expect(throws: TenantError.inUse(kind: "environment", name: "staging")) {
      try temporary.store.deleteEnvironment("staging", of: shop)
    }
  }

  @Test func aKeyIsRevokedByIdPrefixOrWhole() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let keys = try (0..<3).map { try store.createKey(agent: "Shop", role: .read, name: "reader \($0)") }
    let listed = try store.keys().filter { $0.name.hasPrefix("reader") }
    #expect(listed.map(\.role) == [.read, .read, .read] && listed.allSatisfy { $0.revokedAt == nil })
    _ = try store.revokeKey("\(listed[0].id)")
    _ = try store.revokeKey(listed[1].prefix)
    _ = try store.revokeKey(keys[2].text.uppercased())
    for key in keys {
      await #expect(throws: CredentialError.revokedKey) { try await store.authenticate(key.text) }
    }
    _ = try await temporary.credential()
    #expect(throws: TenantError.self) { try store.revokeKey("ags_") }
    #expect(throws: TenantError.self) { try store.revokeKey("ags_00000000") }
  }

  @Test func onlyTheHashOfAKeyIsStored() throws {
    let temporary = try TemporaryStore()
    let dump = try temporary.dump().joined(separator: "\n")
    #expect(!dump.contains(temporary.key.text) && !dump.contains(temporary.key.text.suffix(20)))
  }
}
