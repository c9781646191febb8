import CollectorStore
import Hummingbird
import JSONText

/// `GET /api/token-usage/` (contract 4.9).
struct TokenUsageRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("token-usage", get: list)
  }

  @Sendable private func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    var filter = TokenUsageFilter()
    filter.part = list.part
    filter.model = list.text("model")
    filter.turnID = list.text("turn_id")
    filter.isIncomplete = list.text("incomplete").flatMap { Bool($0.lowercased()) }
    let order = list.text("ordering").flatMap { ListOrder<TokenUsageFilter.Column>(parameter: $0) }
    let page = try await store.tokenUsage(
      of: credential.scope, filter: filter, order: order ?? ListOrder(.startedAt, isDescending: true),
      slice: list.slice)
    return try list.respond(with: page) { $0.tokenUsageEntry($1) }
  }
}

extension JSONWriter {
  /// There is no price table yet, so every row is unpriced.
  fileprivate mutating func tokenUsageEntry(_ row: TokenUsageEntry) {
    object { json in
      json.member("id", row.id)
      json.member("conversation", row.conversation)
      json.member("conversation_id", row.conversationID)
      json.member("environment", row.environment)
      json.member("turn_id", row.turnID)
      json.member("model", row.model)
      for (name, count) in row.counts { json.member(name, count) }
      json.member("total_tokens", Self.total(of: row.counts))
      json.member("cost_usd", Self.noCost)
      json.member("cost_usd_reported", nil as String?)
      json.member("cost_source", "unpriced")
      json.member("calls", row.calls)
      json.member("unreported_calls", row.unreportedCalls)
      json.member("incomplete", row.incompleteReason != nil)
      json.member("incomplete_reason", row.incompleteReason)
      json.member("started_at", row.startedAt?.iso8601)
      json.member("ended_at", row.endedAt?.iso8601)
    }
  }
}
