import GRDB

/// What somebody thinks of a conversation, an agent or a message, checked and ready to be written.
public struct Feedback: Sendable {
  public var subject: Subject
  /// The same for every repeat of a request.
  public var eventID: String
  /// `positive`, `neutral` or `negative`.
  public var sentiment: String
  public var comment: String?
  /// Slugs of the caller's, on feedback about a message alone.
  public var topic: String?
  public var reason: String?
  /// JSON text.
  public var metadata: String?
  public var createdAt: Timestamp?
  /// Whether it comes from a person at the dashboard instead of through an API key.
  public var isFromPlatform = false

  public enum Subject: Sendable {
    case conversation(ConversationReference)
    /// The agent as a whole, in one of its environments; nil stands for production.
    case agent(environment: String?)
    /// A message by its row, which has one vote: a second one changes the first.
    case message(Int64)
  }

  public init(on subject: Subject, eventID: String, sentiment: String) {
    self.subject = subject
    self.eventID = eventID
    self.sentiment = sentiment
  }
}

/// What changes about a feedback; nil leaves a field as it is.
public struct FeedbackEdit: Sendable, Equatable {
  public var sentiment: String?
  public var comment: String?
  public var topic: String?
  public var reason: String?
  /// A slug.
  public var environment: String?

  public init() {}
}

extension CollectorStore {
  /// Writes a feedback through an API key; a repeat answers the stored one.
  /// - Throws: `WriteError`; `DatabaseError`.
  public func add(
    _ feedback: Feedback, key: IdempotencyKey? = nil, for scope: AgentScope
  ) async throws -> (row: FeedbackRow, isNew: Bool) {
    try await commit { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      var isNew = false
      let (id, isFirst) = try writer.once(key) {
        let written = try writer.write(feedback)
        isNew = written.isNew
        return written.row
      }
      return (try writer.feedback(id), isFirst && isNew)
    }
  }

  /// - Throws: `WriteError.noFeedback`, `.noEnvironment`.
  public func edit(
    feedback id: Int64, _ edit: FeedbackEdit, for scope: AgentScope
  ) async throws -> FeedbackRow {
    try await commit { db in
      let writer = IngestWriter(db: db, scope: scope, receivedAt: .now())
      let environment = try edit.environment.map(writer.environment)
      try writer.change(id, edit, environment: environment)
      return try writer.feedback(id)
    }
  }

  /// Removes a feedback for good.
  /// - Throws: `WriteError.noFeedback`.
  public func delete(feedback id: Int64, for scope: AgentScope) async throws {
    try await commit { db in
      try db.execute(
        literal: "DELETE FROM feedbacks WHERE agent_id = \(scope.agentID) AND id = \(id)")
      guard db.changesCount > 0 else { throw WriteError.noFeedback }
    }
  }
}
