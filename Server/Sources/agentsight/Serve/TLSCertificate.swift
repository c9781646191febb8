import Foundation
import Logging
import NIOSSL
import ServiceLifecycle
import Synchronization

/// The certificate in use. Connections keep the one they began with; new ones get the latest.
final class TLSCertificate: Sendable {
  private let files: TLSFiles
  private let current: Mutex<NIOSSLContext>

  /// - Throws: `CommandError` that names the file that is wrong.
  init(_ files: TLSFiles) throws {
    self.files = files
    current = Mutex(try files.context())
  }

  var context: NIOSSLContext { current.withLock { $0 } }

  /// Reads the files again.
  /// - Throws: `CommandError`; the certificate in use stays then.
  func reload() throws {
    let context = try files.context()
    current.withLock { $0 = context }
  }

  /// Changes whenever one of the files is written or replaced.
  var fileState: [String] {
    [files.certificate, files.key].map { path in
      guard let file = try? FileManager.default.attributesOfItem(atPath: path) else { return "missing" }
      let time = (file[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      return "\(file[.systemFileNumber] ?? 0) \(file[.size] ?? 0) \(time)"
    }
  }
}

/// Takes a new certificate over when its files change.
struct TLSReloader: Service {
  let certificate: TLSCertificate
  let logger: Logger

  private static let interval = Duration.seconds(2)

  func run() async throws {
    var state = certificate.fileState
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
      let latest = certificate.fileState
      guard latest != state else { continue }
      state = latest
      do {
        try certificate.reload()
        logger.notice("The TLS certificate was reloaded")
      } catch {
        // Certificate and key are two files: between their changes they do not fit.
        logger.warning("The TLS certificate stays the old one", metadata: ["error": "\(error)"])
      }
    }
  }
}
