import CollectorStore
import Hummingbird

/// The routes under `/api/`, as the published AgentSight clients and this project's tracker call them, and the
/// one that OpenTelemetry's exporters call.
public struct CollectorAPI: Sendable {
  let store: CollectorStore
  /// `http` or `https`, for the addresses in paginated answers.
  let scheme: String

  public init(store: CollectorStore, scheme: String) {
    self.store = store
    self.scheme = scheme
  }

  public func addRoutes(to router: Router<CollectorContext>) {
    router.add(middleware: ErrorResponses())
    let api = router.group("api")
      .add(middleware: TrailingSlash())
      .add(middleware: Authentication(store: store))
    MeRoute().add(to: api)
    IngestRoute(store: store).add(to: api)
    let origin = Origin(scheme: scheme)
    let conversations = ConversationRoutes(store: store, origin: origin)
    conversations.add(to: api)
    api.route("conversations", get: conversations.list, post: ConversationPostRoute(store: store).post)
    let management = ManagementRoutes(store: store)
    management.add(to: api)
    api.route("conversations/:pk", get: conversations.detail, delete: management.delete)
    TrackingRoutes(store: store, origin: origin).add(to: api)
    FeedbackPostRoute(store: store).add(to: api)
    FeedbackRoutes(store: store, origin: origin).add(to: api)
    TicketRoutes(store: store, origin: origin).add(to: api)
    SpanRoutes(store: store, origin: origin).add(to: api)
    TokenUsageRoutes(store: store, origin: origin).add(to: api)
    ActionRoutes(store: store, origin: origin).add(to: api)
    UploadRoute(store: store, origin: origin).add(to: api)
    DownloadRoute(store: store).add(to: router)
    OTLPRoute(store: store).add(to: router)
  }
}
