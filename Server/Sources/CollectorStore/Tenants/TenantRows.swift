/// A client: whoever agents work for.
public struct ClientRow: Sendable, Equatable {
  public let id: Int64
  public let name: String
  public let createdAt: Timestamp
  public let agentCount: Int
}

/// An agent of a client.
public struct AgentRow: Sendable, Equatable {
  public let id: Int64
  public let client: String
  public let name: String
  public let createdAt: Timestamp
  /// Keys that have not been revoked.
  public let keyCount: Int
  public let conversationCount: Int
}

/// An API key as the database knows it: not the key, but what tells it from others.
public struct KeyRow: Sendable, Equatable {
  public let id: Int64
  /// The first 12 characters of the key.
  public let prefix: String
  /// Who writes with this key, as tickets and comments show it.
  public let name: String
  public let client: String
  public let agent: String
  public let role: APIKey.Role
  public let createdAt: Timestamp
  public let revokedAt: Timestamp?
}

/// An agent by its names. One without a client is the only one of that name, in whichever client.
public struct AgentName: Sendable, Equatable {
  public var agent: String
  public var client: String?

  public init(_ agent: String, client: String? = nil) {
    self.agent = agent
    self.client = client
  }
}
