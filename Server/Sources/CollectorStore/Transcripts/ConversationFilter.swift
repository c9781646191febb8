import GRDB

/// Which conversations of an audience a list shows. A filter that is nil lets every conversation through.
public struct ConversationFilter: Sendable, Equatable {
  public var conversationID: String?
  public var customerID: String?
  public var customerIPAddress: String?
  public var device: String?
  public var language: String?
  /// The channel.
  public var source: String?
  /// The agent's row; one that the audience does not have lets nothing through.
  public var agentID: Int64?
  /// The name of an action that was done.
  public var actionName: String?
  /// Whether an action failed or a span ended in an error.
  public var hasErrors: Bool?
  /// A slug, resolved by the caller.
  public var environment: String?
  public var startedAfter: Timestamp?
  public var startedBefore: Timestamp?
  public var isMarked: Bool?
  public var hasMessages: Bool?
  public var hasAction: Bool?
  public var hasFeedback: Bool?
  /// A condition on one feedback: it has to meet both of these.
  public var feedbackSentiment: String?
  public var feedbackSource: String?
  /// All of these have to be met.
  public var metadata: [MetadataCondition] = []
  public var includesDeleted = false
  public var hasTickets: Bool?
  /// The following are parts of texts, found without regard to the case of ASCII letters.
  public var customerIDContains: String?
  public var nameContains: String?
  public var actionNameContains: String?
  public var messageContains: String?
  /// Found in the name, the conversation id, the customer id or a message.
  public var search: String?

  public init() {}

  /// The condition in SQL, over the table of conversations; every value is a bound parameter.
  /// - Parameter indexed: The texts to look for in an index; the others are looked for in every conversation.
  func condition(for audience: Audience, _ indexed: Texts = []) -> SQL {
    var parts: [SQL] = []
    if let owned = audience.owns("conversations.agent_id") { parts.append(owned) }
    if !includesDeleted { parts.append("conversations.deleted_at IS NULL") }
    if let environment { parts.append(environmentCondition(environment, for: audience)) }
    parts += exactParts + eventParts + textParts(indexed)
    return parts.isEmpty ? "1" : parts.joined(separator: " AND ")
  }

  /// The environment of one agent is one row, which an index can start from.
  private func environmentCondition(_ slug: String, for audience: Audience) -> SQL {
    switch audience {
    case .client, .everything:
      "conversations.environment_id IN (SELECT id FROM environments WHERE slug = \(slug))"
    case .agent(let scope):
      """
      conversations.environment_id =
        (SELECT id FROM environments WHERE agent_id = \(scope.agentID) AND slug = \(slug))
      """
    }
  }

  private var exactParts: [SQL] {
    var parts: [SQL] = []
    if let conversationID { parts.append("conversations.conversation_id = \(bound(conversationID))") }
    if let customerID { parts.append(selective("conversations.customer_id = \(bound(customerID))")) }
    if let customerIPAddress {
      parts.append("conversations.customer_ip_address = \(bound(customerIPAddress))")
    }
    if let device { parts.append("conversations.device = \(bound(device))") }
    if let language { parts.append("conversations.language = \(bound(language))") }
    if let source { parts.append("conversations.source = \(bound(source))") }
    if let agentID { parts.append("conversations.agent_id = \(agentID)") }
    if let startedAfter { parts.append("conversations.started_at >= \(startedAfter.microseconds)") }
    if let startedBefore { parts.append("conversations.started_at <= \(startedBefore.microseconds)") }
    // Spelled out, so that SQLite knows that its index of marked conversations holds them all.
    if let isMarked {
      parts.append(isMarked ? selective("conversations.is_marked = 1") : "conversations.is_marked = 0")
    }
    if let hasMessages { parts.append("(conversations.message_count > 0) = \(hasMessages)") }
    if let hasAction { parts.append("(conversations.action_count > 0) = \(hasAction)") }
    if let hasTickets {
      parts.append(
        "\(hasTickets) = EXISTS (SELECT 1 FROM tickets WHERE tickets.conversation = conversations.id)")
    }
    if let hasFeedback { parts.append("\(hasFeedback) = \(feedbackExists)") }
    parts += metadata.map(\.sql)
    if feedbackSentiment != nil || feedbackSource != nil { parts.append(feedbackExists) }
    return parts
  }

  private var feedbackExists: SQL {
    """
    EXISTS (SELECT 1 FROM feedbacks WHERE feedbacks.conversation = conversations.id
      AND feedbacks.sentiment = coalesce(\(feedbackSentiment), feedbacks.sentiment)
      AND feedbacks.source = coalesce(\(feedbackSource), feedbacks.source))
    """
  }

  private var eventParts: [SQL] {
    var parts: [SQL] = []
    if let actionName {
      parts.append(
        """
        EXISTS (SELECT 1 FROM action_logs JOIN actions ON actions.id = action_logs.action
          WHERE action_logs.conversation = conversations.id AND actions.name = \(bound(actionName)))
        """)
    }
    if let hasErrors {
      parts.append(
        """
        \(hasErrors) = (EXISTS (SELECT 1 FROM action_logs
            WHERE action_logs.conversation = conversations.id AND action_logs.error_message <> '')
          OR EXISTS (SELECT 1 FROM spans
            WHERE spans.conversation = conversations.id AND spans.status = 'error'))
        """)
    }
    return parts
  }
}

/// A condition that few rows meet. Without statistics all indexes look alike to SQLite, and it would rather go
/// through all of an agent's rows in one that holds every column that is asked for.
func selective(_ condition: SQL) -> SQL { "unlikely(\(condition))" }
