import GRDB

/// Which conversations of an audience a list shows. A filter that is nil lets every conversation through.
public struct ConversationFilter: Sendable, Equatable {
  public var conversationID: String?
  public var customerID: String?
  public var customerIPAddress: String?
  public var device: String?
  public var language: String?
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
  /// The following are parts of texts, found without regard to the case of ASCII letters.
  public var customerIDContains: String?
  public var nameContains: String?
  public var actionNameContains: String?
  public var messageContains: String?
  /// Found in the name, the conversation id, the customer id or a message.
  public var search: String?

  public init() {}

  /// The condition in SQL, over `ConversationRow.tables`; every value is a bound parameter.
  func condition(for audience: Audience) -> SQL {
    var parts: [SQL] = []
    switch audience {
    case .agent(let scope): parts.append("conversations.agent_id = \(scope.agentID)")
    case .everything: break
    }
    if !includesDeleted { parts.append("conversations.deleted_at IS NULL") }
    parts += exactParts + textParts
    return parts.isEmpty ? "1" : parts.joined(separator: " AND ")
  }

  private var exactParts: [SQL] {
    var parts: [SQL] = []
    if let conversationID { parts.append("conversations.conversation_id = \(conversationID)") }
    if let customerID { parts.append("conversations.customer_id = \(customerID)") }
    if let customerIPAddress { parts.append("conversations.customer_ip_address = \(customerIPAddress)") }
    if let device { parts.append("conversations.device = \(device)") }
    if let language { parts.append("conversations.language = \(language)") }
    if let environment { parts.append("environments.slug = \(environment)") }
    if let startedAfter { parts.append("conversations.started_at >= \(startedAfter.microseconds)") }
    if let startedBefore { parts.append("conversations.started_at <= \(startedBefore.microseconds)") }
    if let isMarked { parts.append("conversations.is_marked = \(isMarked)") }
    if let hasMessages { parts.append("(conversations.message_count > 0) = \(hasMessages)") }
    if let hasAction { parts.append("(conversations.action_count > 0) = \(hasAction)") }
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

  private var textParts: [SQL] {
    var parts: [SQL] = []
    if let customerIDContains { parts.append("conversations.customer_id \(like(customerIDContains))") }
    if let nameContains { parts.append("conversations.name \(like(nameContains))") }
    if let actionNameContains {
      parts.append(
        """
        EXISTS (SELECT 1 FROM action_logs JOIN actions ON actions.id = action_logs.action
          WHERE action_logs.conversation = conversations.id AND actions.name \(like(actionNameContains)))
        """)
    }
    if let messageContains { parts.append(hasMessage(containing: messageContains)) }
    if let search {
      parts.append(
        """
        (conversations.name \(like(search)) OR conversations.conversation_id \(like(search))
          OR conversations.customer_id \(like(search)) OR \(hasMessage(containing: search)))
        """)
    }
    return parts
  }

  private func hasMessage(containing text: String) -> SQL {
    """
    EXISTS (SELECT 1 FROM messages WHERE messages.conversation = conversations.id
      AND messages.content \(like(text)))
    """
  }

  private func like(_ text: String) -> SQL {
    let escaped = text.reduce(into: "") { pattern, character in
      if "%_\\".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
    return "LIKE \("%" + escaped + "%") ESCAPE '\\'"
  }
}
