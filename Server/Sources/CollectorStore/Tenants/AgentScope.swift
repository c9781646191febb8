import GRDB

/// One agent whose rows a caller may write and read, as proved by an API key.
///
/// Queries take a scope instead of an id, and only this module makes scopes, so that no route can read a
/// row without having said whose it is.
public struct AgentScope: Hashable, Sendable {
  let agentID: Int64

  init(agentID: Int64) { self.agentID = agentID }

  /// The agent's id on the wire.
  public var id: Int64 { agentID }
}

/// Whose rows a reader may see.
public enum Audience: Hashable, Sendable {
  /// One agent, as proved by an API key.
  case agent(AgentScope)
  /// The agents of one client: somebody who has signed in.
  case client(ClientScope)
  /// Every agent: the person who runs this collector.
  case everything(OperatorScope)
}

extension Audience {
  /// The condition in SQL that an agent's row id in `column` is one of the audience's; nil: every agent's is.
  func owns(_ column: SQL) -> SQL? {
    switch self {
    case .agent(let scope): "\(column) = \(scope.agentID)"
    case .client(let scope): "\(column) IN (SELECT id FROM agents WHERE client_id = \(scope.clientID))"
    case .everything: nil
    }
  }
}

/// One client, whose agents' rows somebody may see. Made by this module alone, like `AgentScope`.
public struct ClientScope: Hashable, Sendable {
  let clientID: Int64

  init(clientID: Int64) { self.clientID = clientID }

  /// The client's id in addresses.
  public var id: Int64 { clientID }
}

/// The right of the person who runs the collector to see all of it. Making one is a decision that the code
/// making it has to justify.
public struct OperatorScope: Hashable, Sendable {
  public init() {}
}
