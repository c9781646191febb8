import CollectorStore
import Hummingbird
import JSONText

/// Marking, renaming, updating and deleting a conversation (contract 1.8 and 4.4).
struct ManagementRoutes {
  let store: CollectorStore

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("conversations/:pk/mark", post: mark)
    api.route("conversations/:pk/rename", patch: rename)
    api.route("conversations/:pk/update", patch: update)
    api.route("conversations/:pk/delete", delete: delete)
  }

  @Sendable private func mark(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    guard fields.has("is_marked") else {
      throw APIError(.badRequest, detail: "Missing field 'is_marked'.")
    }
    var edit = ConversationEdit()
    edit.isMarked = fields.boolean("is_marked")
    try fields.check()
    let row = try await store.edit(try context.row(), edit, for: credential.scope)
    return respond(with: row) { $0.member("is_marked", row.isMarked) }
  }

  @Sendable private func rename(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    var edit = ConversationEdit()
    edit.name = try fields.name()
    guard edit.name != nil else { throw APIError(.badRequest, detail: "Field 'name' cannot be empty.") }
    try fields.check()
    let row = try await store.edit(try context.row(), edit, for: credential.scope)
    return respond(with: row) { $0.member("name", row.name) }
  }

  @Sendable private func update(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    var edit = ConversationEdit()
    edit.name = try fields.name()
    edit.isMarked = fields.boolean("is_marked")
    edit.customerID = fields.text("customer_id")
    edit.device = fields.text("device")
    edit.language = fields.text("language")
    edit.metadata = fields.object("metadata")
    try fields.check()
    let row = try await store.edit(try context.row(), edit, for: credential.scope)
    let values: [(String, Bool, (inout JSONWriter) -> Void)] = [
      ("name", edit.name != nil, { $0.string(row.name) }),
      ("is_marked", edit.isMarked != nil, { $0.boolean(row.isMarked) }),
      ("customer_id", edit.customerID != nil, { $0.string(row.customerID) }),
      ("device", edit.device != nil, { $0.string(row.device) }),
      ("language", edit.language != nil, { $0.string(row.language) }),
      ("metadata", edit.metadata != nil, { $0.raw(row.metadata) }),
    ]
    let changed = values.filter(\.1)
    return respond(with: row) { json in
      json.key("updated_fields")
      json.array { json in for (name, _, _) in changed { json.string(name) } }
      for (name, _, write) in changed {
        json.key(name)
        write(&json)
      }
    }
  }

  @Sendable func delete(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    let row = try await store.delete(try context.row(), for: credential.scope)
    return respond(with: row) { json in
      json.member("is_deleted", row.deletedAt != nil)
      json.member("deleted_at", row.deletedAt?.iso8601)
    }
  }

  private func respond(with row: ConversationRow, _ write: (inout JSONWriter) -> Void) -> Response {
    Response.json { json in
      json.object { json in
        json.member("id", row.id)
        json.member("conversation_id", row.conversationID)
        write(&json)
      }
    }
  }
}

extension RequestFields {
  /// A name without the white space around it; nil where none is told.
  /// - Throws: 400 for one that is empty then.
  fileprivate mutating func name() throws -> String? {
    guard let text = text("name") else { return nil }
    let words = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    guard !words.isEmpty else { throw APIError(.badRequest, detail: "Field 'name' cannot be empty.") }
    return String(words)
  }
}
