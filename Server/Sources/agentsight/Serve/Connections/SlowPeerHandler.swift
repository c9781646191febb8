import NIOCore

/// Ends connections whose other side is too slow to be honest.
///
/// Only the seconds in which the server asks for bytes and gets next to none count against a request: a server
/// that is busy blames nobody. `RequestPhaseHandler` says where in a request the connection is.
final class SlowPeerHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = Any
  typealias OutboundOut = ByteBuffer

  /// How long a peer may take nothing of an answer.
  static let answerTimeout = TimeAmount.seconds(60)

  enum Phase: Equatable {
    case idle
    case header
    case body
    case answering
  }

  private var phase = Phase.idle
  private var patience = RequestPatience.body
  private var isAsking = false
  /// Whether an answer has begun, which no other may interrupt.
  private var hasAnswerBegun = false
  private var ticking: Scheduled<Void>?
  private var answerTimer: Scheduled<Void>?

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if phase == .idle { enter(.header, context) }
    patience.receive(unwrapInboundIn(data).readableBytes)
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
    patience = phase == .header ? .header : .body
    if phase == .idle || phase == .header { hasAnswerBegun = false }
    if phase == .header || phase == .body { startTicking(context) } else { stopTicking() }
  }

  private func startTicking(_ context: ChannelHandlerContext) {
    guard ticking == nil else { return }
    let due = NIODeadline.now() + RequestPatience.tick
    ticking = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.tick(context, due) }
  }

  private func tick(_ context: ChannelHandlerContext, _ due: NIODeadline) {
    ticking = nil
    patience.endTick(wasAsking: isAsking, late: NIODeadline.now() - due)
    guard patience.isOver else { return startTicking(context) }
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
