import CollectorStore
import Hummingbird

/// What a request carries through its middleware.
public struct CollectorContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// Set by `Authentication`; nil on routes that need no key.
  var credential: Credential?
  /// The address that the request came from, without its port.
  let peer: String?

  public init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }

  /// The caller's credential.
  /// - Throws: where the route was registered outside `Authentication`.
  func requireCredential() throws -> Credential {
    guard let credential else { throw APIError.notAuthenticated }
    return credential
  }

  /// A row's number in the path.
  /// - Throws: 404 for what is no number.
  func row(_ name: String = "pk") throws -> Int64 {
    guard let row = parameters.get(name, as: Int64.self) else { throw APIError.notFound }
    return row
  }
}
