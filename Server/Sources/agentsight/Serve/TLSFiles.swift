import Foundation
import NIOSSL

/// The two PEM files of `--tls-cert` and `--tls-key`.
struct TLSFiles {
  let certificate: String
  let key: String

  /// - Throws: `CommandError` that names the file that is wrong.
  func context() throws -> NIOSSLContext {
    let chain = try read(certificate, as: "certificate") { try NIOSSLCertificate.fromPEMFile($0) }
    let privateKey = try read(key, as: "private key") { try NIOSSLPrivateKey(file: $0, format: .pem) }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    do {
      // Building a context is what compares the key with the certificate.
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw CommandError("The private key \(key) does not belong to the certificate \(certificate).")
    }
  }

  private func read<Value>(_ path: String, as kind: String, _ body: (String) throws -> Value) throws -> Value
  {
    do {
      return try body(path)
    } catch {
      guard FileManager.default.isReadableFile(atPath: path) else {
        throw CommandError(
          "The \(kind) file \(path) cannot be read. Check that it exists and this user may read it.")
      }
      throw CommandError("The file \(path) holds no \(kind) in PEM form.")
    }
  }
}
