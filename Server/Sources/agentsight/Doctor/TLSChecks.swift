import Foundation
import NIOSSL

/// Checks the certificate, its key and its end.
enum TLSChecks {
  /// Days before the end of a certificate from which on it is worth a warning.
  private static let warningDays = 21

  static func run(_ files: TLSFiles?) -> [Finding] {
    guard let files else { return [.ok("TLS", "is off; the collector listens on this machine alone")] }
    do { _ = try files.context() } catch {
      return [.problem("TLS", "\(error)", advice: "Correct --tls-cert and --tls-key.")]
    }
    return [keyMode(files.key)] + expiry(files.certificate)
  }

  private static func keyMode(_ path: String) -> Finding {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o007 == 0 else {
      return .warning(
        "TLS key", "everybody on this machine may read \(path)", advice: "Close it: chmod o-rwx '\(path)'.")
    }
    return .ok("TLS key", "belongs to the certificate and is closed to others")
  }

  private static func expiry(_ path: String) -> [Finding] {
    guard let chain = try? NIOSSLCertificate.fromPEMFile(path), let first = chain.first else { return [] }
    let now = Int(Date().timeIntervalSince1970)
    let (start, end) = (Int(first.notValidBefore), Int(first.notValidAfter))
    let days = (end - now) / 86_400
    if start > now {
      return [
        .problem("TLS certificate", "is not valid yet", advice: "Check this machine's clock, or wait.")
      ]
    }
    if end <= now {
      return [.problem("TLS certificate", "has expired", advice: "Renew it; a running server takes it over.")]
    }
    if days < warningDays {
      return [
        .warning(
          "TLS certificate", "ends in \(days) days",
          advice: "Renew it; a running server takes it over by itself.")
      ]
    }
    return [.ok("TLS certificate", "ends in \(days) days")]
  }
}
