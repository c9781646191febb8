import CollectorStore
import Hummingbird

/// Declaring and describing actions (contract 4.8).
struct ActionWriting {
  let store: CollectorStore

  @Sendable func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    let name = trimmed(fields.requiredText("name", maximum: 255))
    let edit = ActionEdit(&fields)
    try fields.check()
    let (row, isNew) = try await store.addAction(
      named: name, edit, key: try fields.idempotencyKey(of: request), for: credential.scope)
    var response = Response.json { $0.definition(row, of: credential.scope) }
    response.status = isNew ? .created : .ok
    return response
  }

  @Sendable func patch(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    var edit = ActionEdit(&fields)
    if fields.has("name") { edit.name = trimmed(fields.requiredText("name", maximum: 255)) }
    try fields.check()
    let row = try await store.edit(action: try context.row(), edit, for: credential.scope)
    return Response.json { $0.definition(row, of: credential.scope) }
  }
}

extension ActionEdit {
  fileprivate init(_ fields: inout RequestFields) {
    self.init()
    displayName = fields.text("display_name").flatMap { $0.isEmpty ? nil : $0 }
    description = fields.text("description", maximum: 10_000)
  }
}
