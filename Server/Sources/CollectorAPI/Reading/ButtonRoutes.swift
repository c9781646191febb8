import CollectorStore
import Hummingbird
import JSONText

/// Reading `/api/buttons/`, as the first versions of the product offered it (contract 1.5).
struct ButtonRoutes {
  let store: CollectorStore
  let origin: Origin

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("buttons/stats", get: stats)
  }

  @Sendable func list(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let list = try ListRequest(request, origin)
    let page = try await store.buttons(
      of: credential.scope, filter: ButtonFilter(list), order: list.order(otherwise: .timestamp),
      slice: list.slice)
    return try list.respond(with: page) { json, row in
      json.object { json in
        json.member("id", row.id)
        json.member("conversation", row.conversation)
        json.member("conversation_id", row.conversationID)
        json.member("timestamp", row.timestamp.iso8601)
        json.member("button_event", row.event)
        json.member("label", row.label)
        json.member("value", row.value)
        json.member("metadata", json: row.metadata)
      }
    }
  }

  /// A bare array.
  @Sendable private func stats(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    let filter = ButtonFilter(try ListRequest(request, origin))
    let counts = try await store.buttonCounts(of: credential.scope, filter: filter)
    return Response.json { json in
      json.array { json in
        for row in counts {
          json.object { json in
            json.member("button_event", row.event)
            json.member("value", row.value)
            json.member("label", row.label)
            json.member("count", row.count)
          }
        }
      }
    }
  }
}

extension ButtonFilter {
  fileprivate init(_ list: ListRequest) {
    self.init()
    conversation = list.row("conversation")
    conversationID = list.text("conversation_id")
    event = list.text("event") ?? list.text("button_event")
  }
}
