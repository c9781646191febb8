import NIOCore

/// How long the server waits for the parts of a request: seconds that brought nearly nothing add up, and what
/// has come gives more of them.
struct RequestPatience {
  /// From the first byte of a request to the end of its header.
  static let header = RequestPatience(seconds: 10, grantsMore: false)
  static let body = RequestPatience(seconds: 30, grantsMore: true)

  static let tick = TimeAmount.seconds(1)
  /// Bytes a second that a body brings at least.
  static let rate = 500
  /// A timer that is later than this tells of a machine with too much to do, on which callers starve too: a
  /// second counts for a third there.
  static let lateness = TimeAmount.milliseconds(250)

  private let seconds: Int
  private let grantsMore: Bool
  private var received = 0
  private var receivedInTick = 0
  private var thirdsWaited = 0

  private init(seconds: Int, grantsMore: Bool) {
    self.seconds = seconds
    self.grantsMore = grantsMore
  }

  var isOver: Bool { thirdsWaited >= 3 * (seconds + (grantsMore ? received / Self.rate : 0)) }

  mutating func receive(_ bytes: Int) {
    received += bytes
    receivedInTick += bytes
  }

  /// A second is over. It counts where the server was waiting for bytes all the time and hardly any came; in a
  /// header none but the last ones help.
  mutating func endTick(wasAsking: Bool, late: TimeAmount) {
    let isSlow = !grantsMore || receivedInTick < Self.rate
    if wasAsking, isSlow { thirdsWaited += late > Self.lateness ? 1 : 3 }
    receivedInTick = 0
  }
}
