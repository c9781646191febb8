import CollectorStore
import Hummingbird

/// Writing `/api/tickets/` and comments on them (contract 4.7). An `Idempotency-Key` makes a repeat harmless.
struct TicketWriting {
  /// Characters of a comment.
  private static let maximumBody = 100_000

  let store: CollectorStore

  @Sendable func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    var ticket = Ticket(title: trimmed(fields.requiredText("title", maximum: 255)))
    ticket.status = fields.choice("status", of: Ticket.statuses) ?? ticket.status
    ticket.priority = fields.choice("priority", of: Ticket.priorities) ?? ticket.priority
    ticket.tags = fields.tags() ?? []
    ticket.environment = fields.environment(of: credential) ?? ticket.environment
    ticket.conversation = fields.existingRow("conversation_id")
    ticket.feedback = fields.existingRow("feedback_id")
    try fields.check()
    let (row, isNew) = try await store(ticket, try fields.idempotencyKey(of: request), credential)
    var response = Response.json { $0.ticket(row) }
    response.status = isNew ? .created : .ok
    return response
  }

  @Sendable func patch(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    var edit = TicketEdit()
    if fields.has("title") { edit.title = trimmed(fields.requiredText("title", maximum: 255)) }
    edit.status = fields.choice("status", of: Ticket.statuses)
    edit.priority = fields.choice("priority", of: Ticket.priorities)
    edit.tags = fields.tags()
    if fields.has("environment") { fields.note("environment", "Cannot be changed once the ticket is made.") }
    try fields.check()
    let row = try await store.edit(ticket: try context.row(), edit, for: credential.scope)
    return Response.json { $0.ticket(row) }
  }

  @Sendable func delete(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    try await store.delete(ticket: try context.row(), for: credential.scope)
    return Response(status: .noContent)
  }

  @Sendable func postComment(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    let body = fields.requiredText("body", maximum: Self.maximumBody)
    try fields.check()
    let author = credential.keyName.isEmpty ? credential.agentName : credential.keyName
    let (row, isNew) = try await store.comment(
      on: try context.row(), body: body, author: author, key: try fields.idempotencyKey(of: request),
      for: credential.scope)
    var response = Response.json { $0.comment(row) }
    response.status = isNew ? .created : .ok
    return response
  }

  /// - Throws: 400 for a conversation or a feedback that the agent does not have.
  private func store(
    _ ticket: Ticket, _ key: IdempotencyKey?, _ credential: Credential
  ) async throws -> (row: TicketRow, isNew: Bool) {
    func missing(_ field: String, _ row: Int64?) -> APIError {
      APIError(field: field, "Invalid pk \"\(row ?? 0)\" - object does not exist.", listed: true)
    }
    do {
      return try await store.add(ticket, key: key, for: credential.scope)
    } catch WriteError.noConversation {
      throw missing("conversation_id", ticket.conversation)
    } catch WriteError.noFeedback {
      throw missing("feedback_id", ticket.feedback)
    }
  }
}

extension RequestFields {
  /// Tags without the white space around them, each once.
  fileprivate mutating func tags() -> [String]? {
    guard let texts = texts("tags", maximum: 100) else { return nil }
    if texts.count > 50 { note("tags", "Ensure this field has no more than 50 elements.") }
    var seen: Set<String> = []
    return texts.map(trimmed).filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// A row's number; anything else than one is noted.
  fileprivate mutating func existingRow(_ name: String) -> Int64? {
    guard let text = anything(name) else { return nil }
    let row = Int64(text)
    if row == nil { note(name, "Incorrect type. Expected pk value.") }
    return row
  }
}

/// A text without the white space around it.
func trimmed(_ text: String) -> String {
  String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
}
