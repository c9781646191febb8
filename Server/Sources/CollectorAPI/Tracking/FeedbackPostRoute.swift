import CollectorStore
import Hummingbird

/// `POST /api/conversation-feedbacks/`: what the 0.0.44 client sends about a conversation.
struct FeedbackPostRoute {
  let store: CollectorStore

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("conversation-feedbacks", post: post)
  }

  @Sendable private func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    let sentiment = fields.requiredSentiment()
    let reference = fields.conversation()
    if reference.isEmpty { fields.note("conversation_id", "This field is required.") }
    // The row stands in for the id here, so it belongs to what tells two bodies apart.
    let id = EventID(
      of: [fields.fingerprint(of: "api/conversation-feedbacks").text, "\(reference.row ?? 0)"])
    var feedback = Feedback(on: .conversation(reference), eventID: id.text, sentiment: sentiment)
    feedback.comment = fields.text("comment", maximum: FeedbackWriting.maximumComment)
    feedback.metadata = fields.object("metadata")
    feedback.createdAt = fields.timestamp("timestamp")
    try fields.check()
    let key = try fields.idempotencyKey(of: request)
    let (row, isNew) = try await store.add(feedback, key: key, for: credential.scope)
    var response = Response.json { $0.feedback(row) }
    response.status = isNew ? .created : .ok
    return response
  }
}
