import CollectorStore
import Hummingbird

/// `POST /api/ingest/`: a batch of conversations. 200 means that all of it is committed.
struct IngestRoute {
  let store: CollectorStore

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("ingest", post: post)
  }

  @Sendable private func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    let text = try await RequestBodyReader.text(of: request)
    let batch: IngestBatch
    do {
      batch = try BatchDecoder(environments: credential.environments).decode(text)
    } catch {
      store.metrics.recordRefused(1)
      throw error
    }
    let summary = try await store.ingest(batch, for: credential.scope)
    return Response.json { json in
      json.object {
        $0.member("conversations", Int64(summary.conversations))
        $0.member("accepted", Int64(summary.acceptedSpans))
        $0.member("duplicates", Int64(summary.duplicateSpans))
      }
    }
  }
}
