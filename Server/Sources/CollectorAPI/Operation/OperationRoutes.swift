import CollectorStore
import Hummingbird
import JSONText

/// `/healthz`, `/readyz` and `/metrics`, for whatever watches over the collector.
public struct OperationRoutes: Sendable {
  private let store: CollectorStore
  private let metrics: HTTPMetrics
  private let connections: @Sendable () -> Connections
  private let access: MetricsAccess
  private let probe: ReadinessProbe

  /// Connections that are open now, and ones that were turned away for want of room.
  public struct Connections: Sendable {
    public let open: Int
    public let refused: Int

    public init(open: Int, refused: Int) {
      self.open = open
      self.refused = refused
    }
  }

  /// Who may read the figures. They hold no secret, but tell how much goes on.
  public enum MetricsAccess: Sendable {
    case everybody
    /// Whoever sends this as `Authorization: Bearer …`.
    case token(String)
    case nobody
  }

  public init(
    store: CollectorStore, metrics: HTTPMetrics, access: MetricsAccess,
    connections: @escaping @Sendable () -> Connections
  ) {
    self.store = store
    self.metrics = metrics
    self.access = access
    self.connections = connections
    probe = ReadinessProbe(store: store)
  }

  public func addRoutes(to router: Router<CollectorContext>) {
    router.get("healthz") { _, _ in Response.json { $0.object { $0.member("status", "alive") } } }
    router.get("readyz") { _, _ in await ready() }
    router.get("metrics") { request, _ in figures(request) }
  }

  private func ready() async -> Response {
    let readiness = await probe.current()
    var json = JSONWriter()
    json.object { json in
      json.member("status", readiness.isReady ? "ready" : "unavailable")
      json.key("checks")
      json.object { json in
        json.member("store", readiness.canWrite ? "ok" : "cannot be written")
        json.member("disk", readiness.hasDiskRoom ? "ok" : "too little room")
        json.member("schema", readiness.isMigrated ? "ok" : "not that of this program")
      }
    }
    return Response(status: readiness.isReady ? .ok : .serviceUnavailable, json: json)
  }

  private func figures(_ request: Request) -> Response {
    switch access {
    case .everybody: break
    case .token(let token):
      guard hasToken(request, token) else {
        return Response(status: .unauthorized, headers: [.wwwAuthenticate: "Bearer"])
      }
    case .nobody: return Response(status: .forbidden)
    }
    return Response(
      status: .ok,
      headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// Takes the same steps however much of the token is right.
  private func hasToken(_ request: Request, _ token: String) -> Bool {
    let offered = EventID(of: [request.headers[.authorization] ?? ""])
    return offered == EventID(of: ["Bearer " + token])
  }

  private var text: String {
    var text = MetricsText()
    let routes = metrics.current.sorted { $0.key < $1.key }
    text.family(
      "agentsight_http_requests_total", "counter", "Requests that were answered.",
      routes.flatMap { route, figures in
        figures.answers.sorted { $0.key < $1.key }.map { status, count in
          ([("method", route.method), ("route", route.pattern), ("status", "\(status)")], Double(count))
        }
      })
    text.histograms(
      "agentsight_http_request_seconds", "Time to an answer.",
      routes.map { ([("method", $0.key.method), ("route", $0.key.pattern)], $0.value.seconds) })
    text.add(store.metrics.current)
    let (database, log) = store.fileSizes
    text.gauge("agentsight_database_bytes", "Size of the database file.", database)
    text.gauge("agentsight_database_log_bytes", "Size of the write-ahead log.", log)
    text.gauge("agentsight_disk_free_bytes", "Room left for the database.", store.directory.freeBytes ?? 0)
    let connections = connections()
    text.gauge("agentsight_connections", "Connections that are open.", Int64(connections.open))
    text.counter(
      "agentsight_connections_refused_total", "Connections turned away for want of room.",
      connections.refused)
    return text.text
  }
}

extension MetricsText {
  fileprivate mutating func add(_ store: StoreMetrics.Figures) {
    family(
      "agentsight_events_total", "counter", "Events that came in.",
      [
        ([("outcome", "accepted")], Double(store.acceptedEvents)),
        ([("outcome", "duplicate")], Double(store.duplicateEvents)),
      ])
    counter("agentsight_batches_refused_total", "Malformed batches.", store.refusedBatches)
    histograms(
      "agentsight_commit_requests", "Requests that shared a transaction.", [([], store.requestsPerCommit)])
    histograms("agentsight_commit_seconds", "Time of a transaction.", [([], store.commitSeconds)])
    counter("agentsight_commits_failed_total", "Transactions that failed.", store.failedCommits)
    gauge("agentsight_commit_queue", "Requests that wait for a transaction.", Int64(store.waitingRequests))
  }
}

/// Asks the store at most once a second, however often it is asked.
private actor ReadinessProbe {
  private let store: CollectorStore
  private var last: (time: ContinuousClock.Instant, readiness: Readiness)?

  init(store: CollectorStore) { self.store = store }

  func current() async -> Readiness {
    if let last, ContinuousClock.now - last.time < .seconds(1) { return last.readiness }
    let readiness = await store.readiness()
    last = (.now, readiness)
    return readiness
  }
}
