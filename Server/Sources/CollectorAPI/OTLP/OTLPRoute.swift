import CollectorStore
import Hummingbird
import JSONText

/// `POST /v1/traces`: spans from any OpenTelemetry exporter over HTTP, as Protocol Buffers or as JSON. The
/// path has no slash at its end; it is OpenTelemetry's.
struct OTLPRoute {
  let store: CollectorStore

  private static let protobuf = "application/x-protobuf"

  func add(to router: Router<CollectorContext>) {
    router.group("v1").add(middleware: Authentication(store: store)).route("traces", post: post)
  }

  @Sendable private func post(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    try credential.requireWriteRole()
    let isJSON = request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true
    let bytes = try await RequestBodyReader.bytes(of: request, limit: RequestBodyReader.maximumSize)
    let translation = OTLPTranslation(
      try Self.spans(in: bytes, isJSON: isJSON), environments: credential.environments)
    let batch = try BatchDecoder(environments: credential.environments).decode(translation.text)
    _ = try await store.ingest(batch, for: credential.scope)
    return isJSON ? Self.json(rejected: translation.rejected) : Self.message(rejected: translation.rejected)
  }

  private static func spans(in bytes: [UInt8], isJSON: Bool) throws -> [OTLPSpan] {
    do {
      guard isJSON else { return try OTLPSpan.read(protobuf: bytes) }
      return try OTLPSpan.read(json: String(decoding: bytes, as: UTF8.self))
    } catch let error as JSONError {
      throw APIError(.badRequest, detail: "JSON parse error - \(error)")
    } catch is ProtobufReader.Failure {
      throw APIError(.badRequest, detail: "The body is no ExportTraceServiceRequest.")
    }
  }

  private static let reason = "spans need a trace id of 16 bytes and a span id of 8 bytes, not all zero"

  private static func json(rejected: Int) -> Response {
    Response.json { json in
      json.object { json in
        guard rejected > 0 else { return }
        json.key("partialSuccess")
        json.object { json in
          json.member("rejectedSpans", "\(rejected)")
          json.member("errorMessage", reason)
        }
      }
    }
  }

  /// `ExportTraceServiceResponse`, which is empty where all went well.
  private static func message(rejected: Int) -> Response {
    var bytes: [UInt8] = []
    if rejected > 0 {
      let inner = [0x08] + varint(rejected) + [0x12] + varint(reason.utf8.count) + Array(reason.utf8)
      bytes = [0x0A] + varint(inner.count) + inner
    }
    return Response(
      status: .ok, headers: [.contentType: protobuf, .xContentTypeOptions: "nosniff"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private static func varint(_ value: Int) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F | 0x80))
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
