import GRDB

/// One conversation without what was said in it. Only queries that were told whose rows to read make one,
/// so holding it is the permission to read its transcript.
public struct ConversationRow: Sendable, Equatable, Identifiable {
  public let id: Int64
  public let agentID: Int64
  public let agentName: String
  public let conversationID: String
  public let name: String?
  public let customerID: String?
  public let customerIPAddress: String?
  /// Of the address, by ISO 3166; nil where it is not known or where no database of countries is in use.
  public let country: String?
  public let device: String?
  public let language: String?
  /// The channel.
  public let source: String?
  public let environment: String
  public let environmentID: Int64
  /// JSON text.
  public let metadata: String?
  public let startedAt: Timestamp
  public let endedAt: Timestamp
  /// What people and agents said; actions are counted apart.
  public let messageCount: Int
  public let actionCount: Int
  public let isUsed: Bool
  public let isMarked: Bool
  public let deletedAt: Timestamp?
  public let feedbackCount: Int

  /// The scope in which the conversation can be changed by whoever may do that; holding the row shows that it
  /// may be read.
  public var scope: AgentScope { AgentScope(agentID: agentID) }

  static let columns: SQL = """
    conversations.id, conversations.agent_id, agents.name, conversations.conversation_id,
    conversations.name, conversations.customer_id, conversations.customer_ip_address,
    conversations.device, conversations.language, environments.slug, conversations.environment_id,
    conversations.metadata, conversations.started_at, conversations.ended_at,
    conversations.message_count, conversations.action_count, conversations.is_used,
    conversations.is_marked, conversations.deleted_at,
    (SELECT count(*) FROM feedbacks WHERE feedbacks.conversation = conversations.id), conversations.source,
    country_of(conversations.customer_ip_address)
    """

  static let tables: SQL = """
    conversations JOIN agents ON agents.id = conversations.agent_id
    JOIN environments ON environments.id = conversations.environment_id
    """

  /// Reads a row of `columns`.
  init(_ row: Row) {
    id = row[0]
    agentID = row[1]
    agentName = row[2]
    conversationID = row.text(3) ?? ""
    name = row.text(4)
    customerID = row.text(5)
    customerIPAddress = row.text(6)
    device = row.text(7)
    language = row.text(8)
    environment = row[9]
    environmentID = row[10]
    metadata = row.text(11)
    startedAt = Timestamp(microseconds: row[12])
    endedAt = Timestamp(microseconds: row[13])
    messageCount = row[14]
    actionCount = row[15]
    isUsed = row[16]
    isMarked = row[17]
    deletedAt = row.timestamp(18)
    feedbackCount = row[19]
    source = row.text(20)
    country = row.text(21).flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension Row {
  func text(_ index: Int) -> String? { (self[index] as Text?)?.string }

  func timestamp(_ index: Int) -> Timestamp? { (self[index] as Int64?).map(Timestamp.init(microseconds:)) }

  func money(_ index: Int) -> Money? { (self[index] as Int64?).map(Money.init(units:)) }
}
