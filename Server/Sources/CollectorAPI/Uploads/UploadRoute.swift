import CollectorStore
import Hummingbird

/// `POST /api/attachments/`: files for a conversation, as base64 in JSON or as a form.
struct UploadRoute {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("attachments", post: post)
  }

  @Sendable private func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    let receipt = try await store(try await upload(in: request), for: credential.scope)
    let files = origin.files(of: store, for: request)
    var response = Response.json { json in
      json.object { json in
        json.member("id", receipt.message)
        json.member("message", receipt.message)
        json.member("conversation", receipt.conversation)
        json.key("attachments")
        json.array { json in for attachment in receipt.attachments { json.attachment(attachment, files) } }
      }
    }
    response.status = receipt.isNew ? .created : .ok
    return response
  }

  private func upload(in request: Request) async throws -> Upload {
    let body = try await RequestBodyReader.bytes(of: request, limit: UploadLimits.requestSize)
    let type = request.headers[.contentType] ?? ""
    guard type.lowercased().hasPrefix("multipart/form-data") else {
      return try UploadDraft(json: String(decoding: body, as: UTF8.self)).upload()
    }
    return try UploadDraft(form: body, contentType: type).upload()
  }

  private func store(_ upload: Upload, for scope: AgentScope) async throws -> UploadReceipt {
    do {
      return try await store.upload(upload, for: scope)
    } catch WriteError.noMessage(let message) {
      throw APIError(.notFound, error: "Message \(message) not found")
    } catch WriteError.noConversation {
      throw APIError(.notFound, error: "Conversation \(upload.conversation.row ?? 0) not found")
    }
  }
}
