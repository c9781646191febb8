import ArgumentParser
import Foundation

/// The settings of a collector as flags, which `serve` and `doctor` share.
struct ServerOptions: ParsableArguments {
  @OptionGroup var data: DataOption

  @Option(help: "A JSON file with settings. (or AGENTSIGHT_CONFIG)")
  var config: String?

  @Option(help: "The address to listen on. (default: 127.0.0.1)")
  var host: String?

  @Option(help: "The port to listen on; 0 picks a free one. (default: 8787)")
  var port: String?

  @Option(help: "A PEM file with the certificate, and the chain up to a root. Read again when it changes.")
  var tlsCert: String?

  @Option(help: "A PEM file with the certificate's private key.")
  var tlsKey: String?

  @Flag(
    help:
      "Serve plain HTTP on an address that other machines can reach. Keys and conversations can then be read on the way."
  )
  var allowInsecureHTTP = false

  @Option(
    help: "Connections beyond which new ones are turned away. (default: what the limit on open files lets)")
  var maxConnections: String?

  @Option(
    help:
      "normal, or full: an answer of 200 waits until the disk has the events, and they survive the loss of power. (default: normal)"
  )
  var synchronous: String?

  @Option(
    help:
      "trace, debug, info (which logs every request), notice, warning, error or critical. (default: notice)")
  var logLevel: String?

  @Option(help: "text or json. (default: text)")
  var logFormat: String?

  @Option(
    help: "A JSON file with what models cost, in place of the built-in list; all costs are worked out again.")
  var prices: String?

  @Option(
    help:
      "A file in the MaxMind DB format (.mmdb) that says in which country an IP address is; the dashboard counts countries by it."
  )
  var countries: String?

  /// The token for `/metrics` has no flag: other users of the machine could see it in the list of processes.
  func settings() throws -> ServerSettings {
    let environment = ProcessInfo.processInfo.environment
    var flags: [SettingSources.Name: String] = [:]
    flags[.data] = data.path
    flags[.host] = host
    flags[.port] = port
    flags[.tlsCert] = tlsCert
    flags[.tlsKey] = tlsKey
    flags[.allowInsecureHTTP] = allowInsecureHTTP ? "true" : nil
    flags[.maxConnections] = maxConnections
    flags[.synchronous] = synchronous
    flags[.prices] = prices
    flags[.countries] = countries
    flags[.logLevel] = logLevel
    flags[.logFormat] = logFormat
    let file = config ?? environment["AGENTSIGHT_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    return try ServerSettings(SettingSources(flags: flags, environment: environment, file: file))
  }
}
