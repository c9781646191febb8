import ArgumentParser
import CollectorStore
import JSONText

struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a set-up and say what to do.",
    discussion: """
      Takes the settings of 'serve' and checks what it needs: data directory, disk, database, keys, TLS files, \
      port and clock. With --endpoint it also asks a collector as an agent would, with the key of \
      AGENTSIGHT_API_KEY where there is one. Ends with exit code 1 where something does not work.
      """)

  @Option(help: "The address of a collector to ask, such as https://collector.example.org.")
  var endpoint: String?

  @Option(help: "A PEM file with the certificates to trust for it instead of the system's.")
  var caFile: String?

  @OptionGroup var json: JSONFlag
  @OptionGroup var options: ServerOptions

  func run() async throws {
    var findings: [Finding]
    do {
      let settings = try options.settings()
      findings = DataChecks(directory: settings.data).run() + TLSChecks.run(settings.tls)
      findings.append(PortCheck.run(settings))
      findings += ClockChecks.run(settings.data)
    } catch {
      findings = [
        .problem("settings", "\(error)", advice: "Correct it; 'agentsight serve --help' lists them.")
      ]
    }
    if let endpoint { findings += await EndpointChecks(endpoint: endpoint, caFile: caFile).run() }
    json.isOn ? printJSON(findings) : printText(findings)
    if findings.contains(where: { $0.outcome == .problem }) { throw ExitCode.failure }
  }

  private func printText(_ findings: [Finding]) {
    for finding in findings {
      print(TerminalText.line("\(finding.outcome.rawValue.uppercased()): \(finding.check): \(finding.text)"))
      if let advice = finding.advice { print("    " + TerminalText.line(advice)) }
    }
  }

  private func printJSON(_ findings: [Finding]) {
    var json = JSONWriter()
    json.array { json in
      for finding in findings {
        json.object {
          $0.member("check", finding.check)
          $0.member("outcome", finding.outcome.rawValue)
          $0.member("text", finding.text)
          $0.member("advice", finding.advice)
        }
      }
    }
    print(json.text)
  }
}
