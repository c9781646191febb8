import CollectorStore
import Hummingbird

/// `GET /api/me/`: whose key this is and what this collector can do.
struct MeRoute {
  func add(to api: RouterGroup<CollectorContext>) {
    api.route("me", get: get)
  }

  @Sendable private func get(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    Response.json { json in
      json.object { json in
        json.member("agent_id", credential.scope.id)
        json.member("agent_name", credential.agentName)
        json.member("role", credential.role.rawValue)
        json.key("environments")
        json.array { json in
          for environment in credential.environments {
            json.object {
              $0.member("id", environment.id)
              $0.member("slug", environment.slug)
              $0.member("name", environment.name)
              $0.member("is_production", environment.isProduction)
              $0.member("created_at", environment.createdAt.iso8601)
              $0.member("updated_at", environment.updatedAt.iso8601)
            }
          }
        }
        json.key("capabilities")
        json.array { json in for name in RequestBodyReader.capabilities { json.string(name) } }
      }
    }
  }
}
