import CollectorStore
import Hummingbird
import JSONText

/// `GET /api/token-usage/` and its sums (contract 4.9).
struct TokenUsageRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("token-usage", get: list)
    api.route("token-usage/summary", get: summary)
  }

  @Sendable private func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let page = try await store.tokenUsage(
      of: credential.scope, filter: TokenUsageFilter(list), order: list.order(otherwise: .startedAt),
      slice: list.slice)
    return try list.respond(with: page) { $0.tokenUsageEntry($1) }
  }

  @Sendable private func summary(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let name = list.text("group_by") ?? TokenUsageGrouping.model.rawValue
    guard let grouping = TokenUsageGrouping(rawValue: name) else {
      throw APIError(field: "group_by", "Must be one of: model, conversation, day.")
    }
    let currency = list.text("currency")?.lowercased() ?? "usd"
    guard ["usd", "eur"].contains(currency) else {
      throw APIError(field: "currency", "Must be one of: usd, eur.")
    }
    let sums = try await store.tokenUsageSums(
      of: credential.scope, filter: TokenUsageFilter(list), by: grouping)
    return Response.json { json in
      json.object { json in
        json.member("group_by", grouping.rawValue)
        json.member("currency", currency.uppercased())
        json.key("results")
        json.array { json in
          for sum in sums {
            let euros = currency == "eur" ? sum.euroText(store.prices) : nil
            json.tokenUsageSum(sum, by: grouping, euros: euros)
          }
        }
      }
    }
  }
}

extension TokenUsageFilter {
  fileprivate init(_ list: ListRequest) {
    self.init()
    part = list.part
    model = list.text("model")
    turnID = list.text("turn_id")
    costSource = list.text("cost_source")
    isIncomplete = list.flag("incomplete")
  }
}

extension JSONWriter {
  /// Costs are numbers here. They are written from the exact sums.
  fileprivate mutating func tokenUsageSum(
    _ sum: TokenUsageSum, by grouping: TokenUsageGrouping, euros: String?
  ) {
    object { json in
      json.key("group")
      if grouping == .conversation { json.raw(sum.group) } else { json.string(sum.group) }
      json.member("calls", sum.calls)
      json.member("rows", sum.rows)
      for (name, count) in sum.counts { json.member(name, count) }
      json.member("total_tokens", sum.totalTokens)
      json.member("cost_usd", json: sum.costText)
      if let euros { json.member("cost_eur", json: euros) }
    }
  }
}
