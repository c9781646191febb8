import ArgumentParser
import CollectorStore
import Foundation
import Logging

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the collector.",
    discussion: """
      Prints its address once it takes requests, and until somebody can sign in a link to set the dashboard \
      up; logs go to standard error. Stops on SIGTERM and SIGINT after finishing the requests in flight. Every setting can also stand in the environment, as \
      AGENTSIGHT_SERVER_PORT for --port, or in the file of --config, as "port"; a flag goes before the \
      environment, and that before the file.
      """)

  @OptionGroup var options: ServerOptions

  func run() async throws {
    Heap.limit()
    let settings = try options.settings()
    let logger = Logger(format: settings.logFormat, level: settings.logLevel)
    let certificate = try settings.tls.map(TLSCertificate.init)
    let countries = try settings.countries.map { try Countries(file: $0) }
    let store = try CollectorStore.open(
      settings.data, prices: try priceList(settings.prices), synchronous: settings.synchronous)
    defer { closeStore(store, logger) }
    try await store.use(countries)
    let setUpPath = try await store.hasOperator() ? nil : "/welcome/\(store.inviteOperator().text)"
    try await Collector(
      store: store, settings: settings, certificate: certificate, setUpPath: setUpPath, logger: logger
    ).run()
  }

  private func priceList(_ path: String?) throws -> PriceList {
    guard let path else { return .standard }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw CommandError(
        "The price list \(path) cannot be read. Check that it exists and this user may read it.")
    }
    return try PriceList(text: text)
  }

  private func closeStore(_ store: CollectorStore, _ logger: Logger) {
    do { try store.close() } catch {
      logger.error("The database did not close", metadata: ["error": "\(error)"])
    }
  }
}
