import CollectorStore
import Hummingbird

/// `POST /api/conversations/`: makes a conversation, or fills what is empty in one that exists.
struct ConversationPostRoute {
  let store: CollectorStore

  @Sendable func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    let draft = ConversationDraft(&fields)
    try fields.check()
    let (row, isNew) = try await store.open(draft, for: credential.scope)
    let conversation = try await store.conversationRow(row, for: .agent(credential.scope))
    guard let conversation else { throw APIError.notFound }
    var response = Response.json { $0.conversation(conversation) }
    response.status = isNew ? .created : .ok
    return response
  }
}

extension ConversationDraft {
  /// Reads the fields of contract 1.2. An empty text says nothing.
  init(_ fields: inout RequestFields) {
    func text(_ name: String) -> String? { fields.text(name).flatMap { $0.isEmpty ? nil : $0 } }
    self.init(conversationID: fields.requiredText("conversation_id", maximum: 255))
    self.fields.name = text("name")
    self.fields.customerID = text("customer_id")
    self.fields.device = text("device")
    self.fields.source = text("source")
    self.fields.language = text("language")
    self.fields.metadata = fields.object("metadata")
    self.fields.customerIPAddress = text("customer_ip_address")
    if let address = self.fields.customerIPAddress, !isIPAddress(address) {
      fields.note("customer_ip_address", "Enter a valid IPv4 or IPv6 address.")
    }
    environment = text("environment").map { (slug: environmentSlug($0), name: $0) }
    isUsed = fields.boolean("is_used") ?? false
    createdAt = fields.timestamp("timestamp")
  }
}
