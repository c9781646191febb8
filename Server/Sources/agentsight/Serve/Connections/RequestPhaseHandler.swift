import NIOCore
import NIOHTTPTypes

/// Tells `SlowPeerHandler`, which sees bytes, where in a request they belong.
final class RequestPhaseHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart

  private var slowPeers: (handler: SlowPeerHandler, context: ChannelHandlerContext)?
  private var isReading = false
  private var answersDue = 0

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    guard let handler = try? pipeline.handler(type: SlowPeerHandler.self),
      let place = try? pipeline.context(handler: handler)
    else { return }
    slowPeers = (handler, place)
  }

  func handlerRemoved(context: ChannelHandlerContext) { slowPeers = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      isReading = true
      answersDue += 1
      enter(.body)
    case .body: break
    case .end:
      isReading = false
      enter(answersDue > 0 ? .answering : .idle)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      answersDue -= 1
      if answersDue == 0, !isReading { enter(.idle) }
    }
    context.write(data, promise: promise)
  }

  private func enter(_ phase: SlowPeerHandler.Phase) {
    if let slowPeers { slowPeers.handler.enter(phase, slowPeers.context) }
  }
}
