import CollectorAPI
import CollectorStore
import Dashboard
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server, put together.
struct Collector {
  let store: CollectorStore
  let host: String
  let port: Int
  let isLoopback: Bool
  let tls: TLSConfiguration?
  let logger: Logger

  private var scheme: String { tls == nil ? "http" : "https" }

  /// Serves until a signal asks it to stop.
  /// - Throws: `CommandError` where it cannot listen.
  func run() async throws {
    let group = ServiceGroup(configuration: lifecycle(of: try application()))
    do {
      try await group.run()
    } catch let error as IOError {
      throw CommandError(explain(error))
    } catch let error as SocketAddressError {
      throw CommandError("\(host) is not an address of this machine (\(error)). Choose another with --host.")
    }
  }

  private func application() throws -> some Service {
    let router = Router(context: CollectorContext.self)
    CollectorAPI(store: store, scheme: scheme).addRoutes(to: router)
    // Listening on loopback is what stands in for a sign-in, which makes whoever gets here the operator.
    let access: Dashboard.Access = isLoopback ? .thisMachine(OperatorScope()) : .nobody
    Dashboard(store: store, access: access).addRoutes(to: router)
    return Application(
      router: router, server: try server(),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: "agentsight", backlog: 1024),
      onServerRunning: { announce(port: $0.localAddress?.port ?? port) }, logger: logger)
  }

  private func server() throws -> HTTPServerBuilder {
    // A connection that says nothing for a minute holds no place any longer.
    let http = HTTPServerBuilder.http1(configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60)))
    guard let tls else { return http }
    return try .tls(http, tlsConfiguration: tls)
  }

  private func lifecycle(of application: some Service) -> ServiceGroupConfiguration {
    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    // Requests in flight get this long to finish after a signal.
    configuration.maximumGracefulShutdownDuration = .seconds(30)
    return configuration
  }

  /// The one line on standard output.
  private func announce(port: Int) {
    let name = host.contains(":") ? "[\(host)]" : host
    FileHandle.standardOutput.write(Data("AgentSight is listening on \(scheme)://\(name):\(port)\n".utf8))
  }

  private func explain(_ error: IOError) -> String {
    switch error.errnoCode {
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
