import CollectorStore

extension ConversationFilter {
  /// Reads the filters of contract 4.1. Unknown parameters are ignored, as the product does.
  /// - Throws: 400 for an environment that the agent does not have.
  init(query: Query, environments: [EnvironmentRow]) throws {
    self.init()
    func text(_ name: String) -> String? {
      query[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    func flag(_ name: String) -> Bool? { text(name).flatMap { Bool($0.lowercased()) } }
    func time(_ name: String) -> Timestamp? {
      text(name).flatMap { Timestamp(lenient: $0) ?? Timestamp(iso8601: $0 + "T00:00:00Z") }
    }
    conversationID = text("conversation_id")
    customerID = text("customer_id")
    customerIPAddress = text("customer_ip_address")
    device = text("device")
    language = text("language")
    startedAfter = time("started_at_after")
    startedBefore = time("started_at_before")
    isMarked = flag("is_marked")
    hasMessages = flag("has_messages")
    hasAction = flag("has_action")
    metadata = MetadataCondition.all(in: query)
    hasFeedback = flag("has_feedback")
    feedbackSentiment = text("feedback_sentiment")
    feedbackSource = text("feedback_source")
    includesDeleted = flag("include_deleted") ?? false
    customerIDContains = text("customer_id__icontains")
    nameContains = text("name")
    actionNameContains = text("action_name")
    messageContains = text("message_contains")
    search = text("search")
    environment = try query.environment(of: environments)
  }
}

extension Query {
  /// The environment that `env` or `environment` asks for, as its slug; nil where they ask for none.
  /// - Throws: 400 for one that the agent does not have.
  func environment(of environments: [EnvironmentRow]) throws -> String? {
    let names = [self["env"], self["environment"]].compactMap(\.self)
    guard let name = names.first(where: { !$0.isEmpty }) else { return nil }
    let slug = environmentSlug(name)
    guard environments.contains(where: { $0.slug == slug }) else {
      throw APIError(
        field: "environment", "Select a valid choice. \(name) is not one of the available choices.",
        listed: true)
    }
    return slug
  }
}
