import NIOCore

/// Answers a connection that there is no room for, and closes it. Nothing it sends gets any further.
final class RefusalHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// How long the request may take that the answer belongs to.
  private static let patience = TimeAmount.seconds(5)
  private var timer: Scheduled<Void>?

  func channelActive(context: ChannelHandlerContext) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) {
      context.close(mode: .all, promise: nil)
    }
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    context.writeAndFlush(wrapOutboundOut(.closing(status: "503 Service Unavailable", retryAfter: 5)))
      .assumeIsolated().whenComplete { _ in context.close(mode: .all, promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }
}

extension ByteBuffer {
  /// A whole answer without a body, after which the connection ends.
  static func closing(status: String, retryAfter: Int? = nil) -> ByteBuffer {
    let wait = retryAfter.map { "Retry-After: \($0)\r\n" } ?? ""
    return ByteBuffer(
      string: "HTTP/1.1 \(status)\r\n\(wait)Connection: close\r\nContent-Length: 0\r\n\r\n")
  }
}
