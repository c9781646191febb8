import CollectorStore
import Hummingbird

/// `GET /attachments/{id}`: a file for whoever holds its signed link, which is what an answer's `file_url`
/// is. It stands outside `/api/` because a browser follows it and has no key.
struct DownloadRoute {
  let store: CollectorStore

  func add(to router: Router<CollectorContext>) {
    router.get("attachments/:id", use: get)
  }

  @Sendable private func get(request: Request, context: CollectorContext) async throws -> Response {
    let query = request.query
    guard let id = context.parameters.get("id"), let expires = query["expires"].flatMap({ Int64($0) }),
      let signature = query["signature"],
      let attachment = try await store.attachment(publicID: id, expires: expires, signature: signature)
    else {
      return Response(
        status: .notFound,
        headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
        body: ResponseBody(
          byteBuffer: ByteBuffer(
            string: "This link is wrong or has expired. Ask for the attachment again to get a new one.\n")))
    }
    return Response(
      status: .ok, headers: headers(of: attachment.row),
      body: ResponseBody(contentLength: Int(attachment.row.size)) { [store] writer in
        var number = 0
        while let piece = try await store.piece(number, of: attachment) {
          try await writer.write(ByteBuffer(bytes: piece))
          number += 1
        }
        try await writer.finish(nil)
      })
  }

  /// Whatever the file is, a browser saves it: it neither shows it nor runs it nor guesses what it is.
  private func headers(of attachment: AttachmentRow) -> HTTPFields {
    [
      .contentType: attachment.safeMimeType,
      .contentDisposition: attachment.contentDisposition,
      .xContentTypeOptions: "nosniff",
      .contentSecurityPolicy: "default-src 'none'; sandbox",
      .init("Referrer-Policy")!: "no-referrer",
      .cacheControl: "private, no-store",
    ]
  }
}
