import NIOCore

/// Ends connections whose other side is too slow to be honest.
///
/// Only the time in which the server asks for bytes and gets none counts against a request: a server that is
/// busy blames nobody. `RequestPhaseHandler` says where in a request the connection is.
final class SlowPeerHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = Any
  typealias OutboundOut = ByteBuffer

  /// From the first byte of a request to the end of its header.
  static let headerSeconds = 10
  /// Seconds that a body may take beside its size divided by the rate.
  static let bodySeconds = 20
  /// Bytes a second.
  static let bodyRate = 500
  /// How long a peer may take nothing of an answer.
  static let answerTimeout = TimeAmount.seconds(60)

  enum Phase: Equatable {
    case idle
    case header
    case body
    case answering
  }

  private var phase = Phase.idle
  private var received = 0
  private var secondsWaited = 0
  private var isAsking = false
  /// Whether an answer has begun, which no other may interrupt.
  private var hasAnswerBegun = false
  private var ticking: Scheduled<Void>?
  private var answerTimer: Scheduled<Void>?

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if phase == .idle { enter(.header, context) }
    received += unwrapInboundIn(data).readableBytes
    context.fireChannelRead(data)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isAsking = false
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    isAsking = true
    context.read()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    answerTimer?.cancel()
    answerTimer = nil
    if !context.channel.isWritable {
      answerTimer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.answerTimeout) {
        context.close(mode: .all, promise: nil)
      }
    }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    hasAnswerBegun = true
    context.write(data, promise: promise)
  }

  /// Called as the request goes on.
  func enter(_ phase: Phase, _ context: ChannelHandlerContext) {
    self.phase = phase
    received = 0
    secondsWaited = 0
    if phase == .idle || phase == .header { hasAnswerBegun = false }
    if phase == .header || phase == .body { startTicking(context) } else { stopTicking() }
  }

  private func startTicking(_ context: ChannelHandlerContext) {
    guard ticking == nil else { return }
    ticking = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { self.tick(context) }
  }

  private func tick(_ context: ChannelHandlerContext) {
    ticking = nil
    if isAsking { secondsWaited += 1 }
    let limit = phase == .header ? Self.headerSeconds : Self.bodySeconds + received / Self.bodyRate
    guard secondsWaited >= limit else { return startTicking(context) }
    stop()
    if !hasAnswerBegun {
      context.writeAndFlush(wrapOutboundOut(.closing(status: "408 Request Timeout")), promise: nil)
    }
    context.close(mode: .all, promise: nil)
  }

  private func stopTicking() {
    ticking?.cancel()
    ticking = nil
  }

  private func stop() {
    stopTicking()
    answerTimer?.cancel()
    answerTimer = nil
  }
}
