import CollectorStore
import Hummingbird

/// `GET /api/spans/`, one of them, and `GET /api/traces/{trace_id}/` (contract 4.10).
struct SpanRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("spans", get: list)
    api.route("spans/:pk", get: detail)
    api.route("traces/:trace", get: trace)
  }

  @Sendable private func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    var filter = SpanFilter()
    filter.part = list.part
    filter.kind = list.text("kind")
    filter.name = list.text("name")
    filter.spanID = list.text("span_id")?.lowercased()
    filter.traceID = list.text("trace_id")?.lowercased()
    filter.parentSpanID = list.text("parent_span_id")?.lowercased()
    filter.status = list.text("status")
    let page = try await store.spans(
      of: credential.scope, filter: filter, order: list.order(otherwise: .startedAt), slice: list.slice)
    return try list.respond(with: page) { json, span in json.object { $0.members(of: span) } }
  }

  @Sendable private func detail(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    guard let span = try await store.span(try context.row(), of: credential.scope) else {
      throw APIError.notFound
    }
    let withPayload = request.query["payload"] == "true"
    return Response.json { json in
      json.object { json in
        json.members(of: span)
        if withPayload { json.member("payload", json: span.payload) }
      }
    }
  }

  @Sendable private func trace(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    var filter = SpanFilter()
    filter.traceID = context.parameters.get("trace")?.lowercased() ?? ""
    let page = try await store.spans(
      of: credential.scope, filter: filter, order: ListOrder(.startedAt, isDescending: false),
      slice: ListSlice(limit: CollectorStore.maximumTraceSize))
    guard let first = page.rows.first else { throw APIError.notFound }
    let tree = SpanTree(page.rows)
    return Response.json { json in
      json.object { json in
        json.member("trace_id", first.traceID)
        json.member("span_count", Int64(page.count))
        json.member("truncated", page.count > page.rows.count)
        json.key("roots")
        tree.write(to: &json)
      }
    }
  }
}
