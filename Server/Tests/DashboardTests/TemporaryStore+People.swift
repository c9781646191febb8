import CollectorStore
import TestSupport

extension TemporaryStore {
  /// A session of the operator, who is made where there is none.
  func operatorCookie() async throws -> String {
    try await sessionCookie(login: "operator") { try await self.store.inviteOperator() }
  }

  /// A session of somebody with a role in a client; made where there is nobody of that sign-in name.
  func cookie(login: String, role: ClientRole, in client: String = "default") async throws -> String {
    try await sessionCookie(login: login) {
      try await self.store.invite(to: self.scope(of: client), role: role, note: "")
    }
  }

  func scope(of client: String) async throws -> ClientScope {
    try await store.clients(for: OperatorScope()).first { $0.name == client }!.scope
  }

  private func sessionCookie(login: String, _ invite: () async throws -> SecretToken) async throws -> String {
    var person = try await store.signInCandidate(login: login)?.person
    if person == nil {
      person = try await store.accept(invite(), login: login, name: login, password: .ofNobody)
    }
    return "session=\(try await store.startSession(of: person!).text)"
  }
}
