import CollectorStore
import Logging

/// What a collector is told, checked.
struct ServerSettings {
  let data: DataDirectory
  let host: String
  let port: Int
  let tls: TLSFiles?
  let synchronous: CollectorStore.Synchronous
  /// A file with what models cost; nil for the built-in list.
  let prices: String?
  /// A file that says in which country an IP address is; nil: countries are not counted.
  let countries: String?
  /// nil: as many as the limit on open files lets.
  let maxConnections: Int?
  /// What reads `/metrics` from other machines; nil closes it to them.
  let metricsToken: String?
  let logLevel: Logger.Level
  let logFormat: LogFormat

  /// - Throws: `CommandError` that names the setting and the rule.
  init(_ sources: SettingSources) throws {
    data = sources[.data].map { DataDirectory(path: $0.text) } ?? .standard(environment: sources.environment)
    host = sources[.host]?.text ?? "127.0.0.1"
    port = try Self.number(sources[.port], in: 0...65535) ?? 8787
    maxConnections = try Self.number(sources[.maxConnections], in: 1...1_000_000)
    synchronous =
      try Self.choice(sources[.synchronous], "mode", CollectorStore.Synchronous.allCases) ?? .normal
    metricsToken = sources[.metricsToken]?.text
    logLevel = try Self.choice(sources[.logLevel], "log level", Logger.Level.allCases) ?? .notice
    logFormat = try Self.choice(sources[.logFormat], "log format", LogFormat.allCases) ?? .text
    tls = try Self.tls(sources)
    prices = sources[.prices]?.text
    countries = sources[.countries]?.text
    if let token = metricsToken, token.utf8.count < 16 {
      throw CommandError("\(sources[.metricsToken]?.origin ?? "") must have at least 16 characters.")
    }
    let isInsecure = try Self.flag(sources[.allowInsecureHTTP]) ?? false
    guard isLoopback || tls != nil || isInsecure else {
      throw CommandError(
        """
        Other machines can reach \(host), and without TLS they could read keys and conversations on the way. \
        Give --tls-cert and --tls-key, or listen on 127.0.0.1, or insist with --allow-insecure-http.
        """)
    }
  }

  /// Whether only this machine can reach the address. A name is looked up only when listening, so any name
  /// but `localhost` counts as reachable.
  var isLoopback: Bool {
    if host.lowercased() == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  var scheme: String { tls == nil ? "http" : "https" }

  private static func tls(_ sources: SettingSources) throws -> TLSFiles? {
    switch (sources[.tlsCert], sources[.tlsKey]) {
    case (let certificate?, let key?): return TLSFiles(certificate: certificate.text, key: key.text)
    case (nil, nil): return nil
    default: throw CommandError("--tls-cert and --tls-key belong together: give both or neither.")
    }
  }

  private static func number(_ value: SettingSources.Value?, in range: ClosedRange<Int>) throws -> Int? {
    guard let value else { return nil }
    guard let number = Int(value.text), range.contains(number) else {
      throw CommandError(
        "\(value.origin) must be a number between \(range.lowerBound) and \(range.upperBound), not '\(value.text)'."
      )
    }
    return number
  }

  private static func flag(_ value: SettingSources.Value?) throws -> Bool? {
    guard let value else { return nil }
    switch value.text.lowercased() {
    case "true", "1", "yes": return true
    case "false", "0", "no": return false
    default: throw CommandError("\(value.origin) must be true or false, not '\(value.text)'.")
    }
  }

  private static func choice<Choice: RawRepresentable>(
    _ value: SettingSources.Value?, _ kind: String, _ choices: [Choice]
  ) throws -> Choice? where Choice.RawValue == String {
    guard let value else { return nil }
    guard let choice = choices.first(where: { $0.rawValue == value.text.lowercased() }) else {
      let names = choices.map(\.rawValue).joined(separator: ", ")
      throw CommandError("\(value.origin): '\(value.text)' is no \(kind). There are: \(names).")
    }
    return choice
  }
}
