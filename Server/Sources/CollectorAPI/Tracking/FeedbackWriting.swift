import CollectorStore
import Hummingbird

/// Writing `/api/feedbacks/` (contract 4.6).
struct FeedbackWriting {
  static let sentiments = ["positive", "neutral", "negative"]
  /// Characters.
  static let maximumComment = 5000

  let store: CollectorStore

  @Sendable func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    let kind = fields.choice("kind", of: ["conversation", "agent", "message"])
    if !fields.has("kind") { fields.note("kind", "This field is required.") }
    let sentiment = fields.requiredSentiment()
    let subject = try subject(of: kind, &fields, credential)
    var feedback = Feedback(
      on: subject, eventID: fields.fingerprint(of: "api/feedbacks").text, sentiment: sentiment)
    feedback.comment = fields.text("comment", maximum: Self.maximumComment)
    feedback.topic = fields.slug("topic", isAllowed: kind == "message")
    feedback.reason = fields.slug("reason", isAllowed: kind == "message")
    feedback.createdAt = fields.timestamp("timestamp")
    try fields.check()
    let key = try fields.idempotencyKey(of: request)
    let (row, isNew) = try await store.add(feedback, key: key, for: credential.scope)
    var response = Response.json { $0.feedback(row) }
    response.status = isNew ? .created : .ok
    return response
  }

  @Sendable func patch(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    let id = try context.row()
    var fields = try await RequestFields(request)
    guard let stored = try await store.feedback(id, of: credential.scope) else { throw APIError.notFound }
    var edit = FeedbackEdit()
    edit.sentiment = fields.choice("sentiment", of: Self.sentiments)
    edit.comment = fields.text("comment", maximum: Self.maximumComment)
    edit.topic = fields.slug("topic", isAllowed: stored.kind == "message")
    edit.reason = fields.slug("reason", isAllowed: stored.kind == "message")
    if stored.kind == "agent" {
      edit.environment = fields.environment(of: credential)
    } else {
      fields.refuseEnvironment()
    }
    try fields.check()
    let row = try await store.edit(feedback: id, edit, for: credential.scope)
    return Response.json { $0.feedback(row) }
  }

  @Sendable func delete(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    try await store.delete(feedback: try context.row(), for: credential.scope)
    return Response(status: .noContent)
  }

  private func subject(
    of kind: String?, _ fields: inout RequestFields, _ credential: Credential
  ) throws -> Feedback.Subject {
    switch kind {
    case "agent":
      let agent = fields.row("agent")
      if agent != credential.scope.id {
        fields.note(
          "agent",
          agent == nil
            ? "This field is required." : "Invalid pk \"\(agent ?? 0)\" - object does not exist.")
      }
      return .agent(environment: fields.environment(of: credential))
    case "message":
      fields.refuseEnvironment()
      let message = fields.row("message")
      if message == nil { fields.note("message", "This field is required.") }
      return .message(message ?? 0)
    default:
      fields.refuseEnvironment()
      let reference = fields.conversation()
      if reference.isEmpty { fields.note("conversation_id", "This field is required.") }
      return .conversation(reference)
    }
  }
}

extension RequestFields {
  mutating func requiredSentiment() -> String {
    let sentiment = choice("sentiment", of: FeedbackWriting.sentiments)
    if !has("sentiment") { note("sentiment", "This field is required.") }
    return sentiment ?? ""
  }

  /// One of the agent's environments by any of its names, as its slug; nil where none is told.
  mutating func environment(of credential: Credential) -> String? {
    guard let name = text("environment"), !name.isEmpty else { return nil }
    let slug = environmentSlug(name)
    if !credential.environments.contains(where: { $0.slug == slug }) {
      note("environment", "Unknown environment: '\(name)'.")
    }
    return slug
  }

  fileprivate mutating func refuseEnvironment() {
    if has("environment") { note("environment", "Derived from the conversation.") }
  }

  fileprivate mutating func slug(_ name: String, isAllowed: Bool) -> String? {
    guard let text = text(name, maximum: 50) else { return nil }
    if !isAllowed { note(name, "Only feedback on a message has a \(name).") }
    return text
  }
}
