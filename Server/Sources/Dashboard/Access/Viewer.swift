import CollectorStore

/// Whoever asks for a page: a signed-in person and the client they look at.
struct Viewer: Sendable {
  let session: Session
  /// The client that the pages are about; nil: an operator who looks at all of them.
  let client: ClientScope?
  let role: ClientRole
  /// Clients that the viewer can change to, with the present one.
  let choices: [(scope: ClientScope, name: String)]

  var person: Person { session.person }

  /// Whose rows the pages may show.
  var audience: Audience { client.map(Audience.client) ?? .everything(OperatorScope()) }

  /// What the viewer's forms have to send along: another site's page cannot know it.
  var formToken: String { session.token.derived(for: "forms") }

  /// - Throws: 403 where the viewer's role does not go that far.
  func require(_ needed: ClientRole) throws(AccessError) {
    guard role >= needed else { throw .roleTooLow(needed) }
  }

  /// The client that a page about one client is for.
  /// - Throws: where an operator has to choose one first.
  func requireClient() throws(AccessError) -> ClientScope {
    guard let client else { throw .noClientChosen }
    return client
  }
}

/// Why a page stays closed to somebody who has signed in.
enum AccessError: Error {
  case roleTooLow(ClientRole)
  case noClientChosen
  case noClient
  case foreignForm
}

extension Viewer {
  /// The viewer behind a session; nil where the session's person may see no client at all.
  ///
  /// At a client's own host name the pages are about that client. Elsewhere they are about the one that was
  /// chosen last, or the first by name; an operator who has chosen none looks at all.
  static func of(
    _ session: Session, atHostOf pinned: ClientScope?, in store: CollectorStore
  ) async throws -> Viewer? {
    if session.person.isOperator {
      // An operator's right to see every client is what `is_operator` says.
      let clients = try await store.clients(for: OperatorScope())
      let wanted = pinned?.id ?? session.chosenClient
      let chosen = clients.first { $0.scope.id == wanted }
      return Viewer(session: session, client: chosen?.scope, role: .owner, choices: clients)
    }
    let open = session.memberships.filter { pinned == nil || $0.scope == pinned }
    guard let shown = open.first(where: { $0.scope.id == session.chosenClient }) ?? open.first else {
      return nil
    }
    return Viewer(
      session: session, client: shown.scope, role: shown.role,
      choices: open.map { ($0.scope, $0.clientName) })
  }
}
