import CollectorStore
import Hummingbird
import JSONText

/// `POST /api/track/`, `/api/action_logs/` and `/api/buttons/`: what the 0.0.x clients send, one thing at a
/// time. Those clients take anything but 200 or 201 with JSON for a failure and send again, so every
/// success is one of the two.
struct TrackingRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("track", post: postMessage)
    api.route("track/:pk", get: message, patch: patchMessage)
    api.route("action_logs", post: postAction)
    let buttons = ButtonRoutes(store: store, origin: origin)
    buttons.add(to: api)
    api.route("buttons", get: buttons.list, post: postButton)
  }

  @Sendable private func postMessage(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let receipt = try await track(request, credential, TrackedItem.message)
    return try await respond(with: receipt, request, credential) { conversation, transcript, files, json in
      guard let message = transcript.messages.first else { return json.object { _ in } }
      json.message(message, of: conversation, in: transcript, files)
    }
  }

  @Sendable private func postAction(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let receipt = try await track(request, credential, TrackedItem.action)
    return try await respond(with: receipt, request, credential) { _, transcript, _, json in
      guard let action = transcript.actions.first else { return json.object { _ in } }
      json.action(action)
    }
  }

  @Sendable private func postButton(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let receipt = try await track(request, credential, TrackedItem.button)
    return try await respond(with: receipt, request, credential) { _, _, _, _ in }
  }

  @Sendable private func message(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let found = try await store.message(try context.row(), for: .agent(credential.scope))
    guard let (conversation, transcript) = found, let message = transcript.messages.first else {
      throw APIError.notFound
    }
    let files = origin.files(of: store, for: request)
    return Response.json { $0.message(message, of: conversation, in: transcript, files) }
  }

  @Sendable private func patchMessage(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    var fields = try await RequestFields(request)
    let metadata = fields.object("metadata")
    try fields.check()
    if let metadata {
      try await store.setMetadata(metadata, ofMessage: try context.row(), for: credential.scope)
    }
    return try await message(request: request, context: context, credential: credential)
  }

  private func track(
    _ request: Request, _ credential: Credential,
    _ read: (inout RequestFields, EventID) -> TrackedItem
  ) async throws -> TrackingReceipt {
    try credential.requireWriteRole()
    let text = try await RequestBodyReader.text(of: request, limit: RequestFields.maximumSize)
    var fields = try RequestFields(text)
    let id = fields.fingerprint(of: request.pathComponents.joined(separator: "/"))
    var item = read(&fields, id)
    if item.conversation.isEmpty { fields.note("conversation_id", "This field is required.") }
    try fields.check()
    item.text = text
    item.span.payload = 0..<text.utf8.count
    return try await store.track(item, for: credential.scope)
  }

  /// 201 for what is new and 200 for a repeat, with the row as reads show it; what no message shows is
  /// answered with its place in the archive.
  private func respond(
    with receipt: TrackingReceipt, _ request: Request, _ credential: Credential,
    _ write: (ConversationRow, Transcript, FileAddresses, inout JSONWriter) -> Void
  ) async throws -> Response {
    var response: Response
    if let message = receipt.message,
      let (row, transcript) = try await store.message(message, for: .agent(credential.scope))
    {
      let files = origin.files(of: store, for: request)
      response = Response.json { write(row, transcript, files, &$0) }
    } else {
      response = Response.json { json in
        json.object {
          $0.member("id", receipt.span)
          $0.member("conversation", receipt.conversation)
        }
      }
    }
    response.status = receipt.isNew ? .created : .ok
    return response
  }
}
