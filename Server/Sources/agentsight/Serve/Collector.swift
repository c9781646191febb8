import CollectorAPI
import CollectorStore
import Dashboard
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server, put together.
struct Collector {
  let store: CollectorStore
  let settings: ServerSettings
  let certificate: TLSCertificate?
  /// The path of the link with which the first operator comes in; nil where there is one already.
  let setUpPath: String?
  let logger: Logger

  /// Serves until a signal asks it to stop.
  /// - Throws: `CommandError` where it cannot listen.
  func run() async throws {
    let group = ServiceGroup(configuration: lifecycle(of: try services()))
    do {
      try await group.run()
    } catch let error as IOError {
      throw CommandError(explain(error))
    } catch let error as SocketAddressError {
      throw CommandError(
        "\(settings.host) is not an address of this machine (\(error)). Choose another with --host.")
    }
  }

  private func services() throws -> [any Service] {
    let gate = ConnectionGate(limit: min(settings.maxConnections ?? .max, FileLimit.raise()))
    var services: [any Service] = [
      Heap(),
      Maintenance(store: store, logger: logger),
      StoreKeeper(
        name: "Rollups", interval: .seconds(5), store: store, logger: logger,
        refresh: { try await store.refreshRollups() }),
      StoreKeeper(
        name: "The index of messages", interval: .seconds(2), store: store, logger: logger,
        refresh: store.refreshMessageIndex),
      StoreKeeper(
        name: "The index of names", interval: .seconds(2), store: store, logger: logger,
        refresh: store.refreshConversationIndex),
    ]
    if let certificate { services.append(TLSReloader(certificate: certificate, logger: logger)) }
    // What starts last stops first.
    return services + [application(gate)]
  }

  private func application(_ gate: ConnectionGate) -> some Service {
    let metrics = HTTPMetrics()
    let router = Router(context: CollectorContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: HeadAnswers())
    router.add(middleware: RequestLog(metrics: metrics))
    CollectorAPI(store: store, scheme: settings.scheme).addRoutes(to: router)
    Dashboard(store: store, isSecure: certificate != nil).addRoutes(to: router)
    OperationRoutes(store: store, metrics: metrics, access: metricsAccess) {
      .init(open: gate.open, refused: gate.refused)
    }.addRoutes(to: router)
    return Application(
      router: router, server: server(gate),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port), serverName: "agentsight", backlog: 1024),
      onServerRunning: { announce(port: $0.localAddress?.port ?? settings.port) }, logger: logger)
  }

  private var metricsAccess: OperationRoutes.MetricsAccess {
    if let token = settings.metricsToken { return .token(token) }
    return settings.isLoopback ? .everybody : .nobody
  }

  private func server(_ gate: ConnectionGate) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      HTTP1Channel(
        responder: responder,
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [RequestPhaseHandler()],
          // A connection that says nothing for a minute holds no place any longer.
          idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
      ).guarded(by: gate, tls: certificate)
    }
  }

  private func lifecycle(of services: [any Service]) -> ServiceGroupConfiguration {
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    // Requests in flight get this long to finish after a signal.
    configuration.maximumGracefulShutdownDuration = .seconds(30)
    return configuration
  }

  /// All that it says on standard output.
  private func announce(port: Int) {
    let name = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    let address = "\(settings.scheme)://\(name):\(port)"
    var text = "AgentSight is listening on \(address)\n"
    if let setUpPath {
      text += "Nobody can sign in yet. Set the dashboard up, once: \(address)\(setUpPath)\n"
    }
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  private func explain(_ error: IOError) -> String {
    let (host, port) = (settings.host, settings.port)
    return switch error.errnoCode {
    case EADDRINUSE:
      "Port \(port) on \(host) is taken. Stop the program that uses it, or choose another with --port (0 picks a free one)."
    case EACCES:
      "This user may not listen on port \(port). Choose one above 1023 with --port."
    case EADDRNOTAVAIL:
      "\(host) is not an address of this machine. Choose another with --host."
    default: "Cannot listen on \(host), port \(port): \(error)"
    }
  }
}
