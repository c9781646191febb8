/// Unpacks a compressed body piece by piece, and gives up as soon as it grows beyond what is honest.
///
/// The memory it takes is bounded by its limit, whatever the stream claims about itself.
protocol BodyInflater: AnyObject {
  /// - Throws: `InflationFailure`.
  func append(_ input: UnsafeRawBufferPointer) throws(InflationFailure)

  /// The whole decoded text, once the stream has ended as it should.
  func finish() throws(InflationFailure) -> [UInt8]
}

enum InflationFailure: Error, Equatable {
  case tooLarge
  case malformed
}

/// How far a compressed body may grow.
enum InflationLimits {
  /// Decoded bytes per encoded byte that a stream may reach. Batches of conversations reach 30.
  static let maximumRatio = 200
  /// The ratio counts from here on: a small body may be as repetitive as it likes.
  static let ratioThreshold = 1 << 20

  static func check(decoded: Int, encoded: Int, limit: Int) throws(InflationFailure) {
    guard decoded <= limit, decoded <= ratioThreshold || decoded <= encoded * maximumRatio else {
      throw .tooLarge
    }
  }
}
