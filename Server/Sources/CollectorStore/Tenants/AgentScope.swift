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
  /// Every agent: the person who runs this collector, at its terminal or on its loopback pages.
  case everything(OperatorScope)
}

/// The right of the person who runs the collector to see all of it. Making one is a decision that the code
/// making it has to justify.
public struct OperatorScope: Hashable, Sendable {
  public init() {}
}
