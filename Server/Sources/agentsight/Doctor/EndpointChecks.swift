import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL

/// Asks a collector as an agent would.
struct EndpointChecks {
  let endpoint: String
  let caFile: String?

  /// Seconds by which the two clocks may differ.
  private static let clockTolerance = 5.0

  func run() async -> [Finding] {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(5), read: .seconds(10)))
    if let caFile {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .file(caFile)
      configuration.tlsConfiguration = tls
    }
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let findings = await ask(client)
    try? await client.shutdown()
    return findings
  }

  private func ask(_ client: HTTPClient) async -> [Finding] {
    let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    do {
      let response = try await client.execute(
        HTTPClientRequest(url: base + "/readyz"), timeout: .seconds(15))
      var findings = [reachability(response)]
      if let finding = clock(response) { findings.append(finding) }
      if let key = ProcessInfo.processInfo.environment["AGENTSIGHT_API_KEY"], !key.isEmpty {
        findings.append(try await self.key(key, base, client))
      }
      return findings
    } catch {
      return [
        .problem(
          "endpoint", "\(base) does not answer: \(error)",
          advice:
            "Check the address, that the collector runs, that no firewall is between, and that its certificate is trusted (--ca-file)."
        )
      ]
    }
  }

  private func reachability(_ response: HTTPClientResponse) -> Finding {
    switch response.status.code {
    case 200: .ok("endpoint", "answers and is ready")
    case 503:
      .problem(
        "endpoint", "answers, but is not ready", advice: "Look at its log, and run 'agentsight doctor' there."
      )
    default:
      .warning(
        "endpoint", "answers with \(response.status.code)",
        advice: "Something else than this collector may listen there.")
    }
  }

  private func clock(_ response: HTTPClientResponse) -> Finding? {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    guard let text = response.headers.first(name: "date"), let date = format.date(from: text) else {
      return nil
    }
    let difference = date.timeIntervalSinceNow
    guard abs(difference) > Self.clockTolerance else { return .ok("endpoint clock", "agrees with this one") }
    return .warning(
      "endpoint clock", "differs from this one by \(Int(difference)) seconds",
      advice: "Turn time synchronisation on, on both machines.")
  }

  private func key(_ key: String, _ base: String, _ client: HTTPClient) async throws -> Finding {
    var request = HTTPClientRequest(url: base + "/api/me/")
    request.headers.add(name: "Authorization", value: "Api-Key \(key)")
    let response = try await client.execute(request, timeout: .seconds(15))
    guard response.status == .ok else {
      return .problem(
        "key", "the endpoint answers \(response.status.code) to the key of AGENTSIGHT_API_KEY",
        advice: "Make another with: agentsight keys create --agent NAME.")
    }
    return .ok("key", "the endpoint takes the key of AGENTSIGHT_API_KEY")
  }
}
