import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A connection behind what keeps one caller from taking the server away from all others: a limit on their
/// number, TLS, and deadlines for slow ones.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
  typealias Value = Base.Value

  struct TooManyConnections: Error {}

  let base: Base
  let gate: ConnectionGate
  let tls: TLSCertificate?

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let verdict = gate.enter()
    let gate = gate
    channel.closeFuture.whenComplete { _ in gate.leave() }
    if case .dropped = verdict { return channel.eventLoop.makeFailedFuture(TooManyConnections()) }
    return channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.context)) }
      if case .refused = verdict { try pipeline.addHandler(RefusalHandler()) }
      try pipeline.addHandler(SlowPeerHandler())
    }.flatMap {
      base.setup(channel: channel, logger: logger)
    }
  }

  func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

extension ServerChildChannel {
  func guarded(by gate: ConnectionGate, tls: TLSCertificate?) -> any ServerChildChannel {
    GuardedChannel(base: self, gate: gate, tls: tls)
  }
}
