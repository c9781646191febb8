import CollectorStore
import Foundation
import TestSupport
import Testing

@Suite struct TLSTests {
  /// The command that makes a throwaway certificate.
  private static let openssl = "/usr/bin/openssl"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: openssl), "openssl is not installed"))
  func aTrackerThatTrustsTheCertificateGetsThrough() async throws {
    let store = try TemporaryStore()
    let (certificate, key) = (store.directory.path + "/cert.pem", store.directory.path + "/key.pem")
    try makeCertificate(certificate, key: key)
    let server = try Program(
      [
        "serve", "--data", store.directory.data.path, "--port", "0", "--tls-cert", certificate, "--tls-key",
        key,
      ])
    let address = try #require(server.firstLine().split(separator: " ").last)
    #expect(address.hasPrefix("https://127.0.0.1:"))
    let file = store.directory.path + "/dialogue.jsonl"
    let dialogue = #"{"dialogue_id":"d","turns":[{"speaker":"USER","utterance":"Hi"}]}"#
    try Data(dialogue.utf8).write(to: URL(fileURLWithPath: file))
    let command = ["replay", file, "--endpoint", String(address), "--api-key", store.key.text]
    expectFailure(try Program.run(command), mentioning: "certificate")
    #expect(try await store.read("d") == nil)
    let trusted = try Program.run(command + ["--ca-file", certificate])
    #expect(trusted.status == 0, "\(trusted.errors)")
    #expect(try await store.read("d")?.0.messageCount == 1)
    server.send(SIGTERM)
    #expect(try server.wait().status == 0)
  }

  private func makeCertificate(_ certificate: String, key: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.openssl)
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
