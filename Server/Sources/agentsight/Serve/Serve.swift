import ArgumentParser
import CollectorStore
import Foundation
import Logging

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the collector.",
    discussion: """
      Prints one line with its address once it takes requests; logs go to standard error. Stops on SIGTERM \
      and SIGINT after finishing the requests in flight.
      """)

  @OptionGroup var data: DataOption

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 picks a free one.")
  var port = 8787

  @Option(help: "A PEM file with the certificate, and the chain up to a root.")
  var tlsCert: String?

  @Option(help: "A PEM file with the certificate's private key.")
  var tlsKey: String?

  @Flag(
    help:
      "Serve plain HTTP on an address that other machines can reach. Keys and conversations can then be read on the way."
  )
  var allowInsecureHTTP = false

  @Option(
    help: "What to log: trace, debug, info, notice, warning, error or critical.",
    transform: Serve.logLevel(named:))
  var logLevel: Logger.Level = .notice

  @Option(
    help: "A JSON file with what models cost, in place of the built-in list; all costs are worked out again.")
  var prices: String?

  func validate() throws {
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-cert and --tls-key belong together: give both or neither.")
    }
    guard (0...65535).contains(port) else { throw ValidationError("--port must be between 0 and 65535.") }
    guard isLoopback || tlsCert != nil || allowInsecureHTTP else {
      throw ValidationError(
        """
        Other machines can reach \(host), and without TLS they could read keys and conversations on the way. \
        Give --tls-cert and --tls-key, or listen on 127.0.0.1, or insist with --allow-insecure-http.
        """)
    }
  }

  func run() async throws {
    let logger = Logger(label: "agentsight", level: logLevel)
    let tls = try tlsCert.flatMap { certificate in
      try tlsKey.map { key in try TLSFiles(certificate: certificate, key: key).configuration() }
    }
    let store = try CollectorStore.open(data.directory, prices: try priceList())
    defer { closeStore(store, logger) }
    try await Collector(
      store: store, host: host, port: port, isLoopback: isLoopback, tls: tls, logger: logger
    ).run()
  }

  private func priceList() throws -> PriceList {
    guard let prices else { return .standard }
    guard let text = try? String(contentsOfFile: prices, encoding: .utf8) else {
      throw CommandError(
        "The price list \(prices) cannot be read. Check that it exists and this user may read it.")
    }
    return try PriceList(text: text)
  }

  private static func logLevel(named name: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: name.lowercased()) else {
      throw ValidationError("'\(name)' is no log level.")
    }
    return level
  }

  private func closeStore(_ store: CollectorStore, _ logger: Logger) {
    do { try store.close() } catch {
      logger.error("The database did not close", metadata: ["error": "\(error)"])
    }
  }

  /// Whether only this machine can reach the address. A name is looked up only when listening, so any name
  /// but `localhost` counts as reachable.
  private var isLoopback: Bool {
    if host.lowercased() == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

extension Logger {
  /// A logger to standard error: standard output belongs to the command's own line.
  fileprivate init(label: String, level: Level) {
    self.init(label: label, factory: { StreamLogHandler.standardError(label: $0) })
    logLevel = level
  }
}
