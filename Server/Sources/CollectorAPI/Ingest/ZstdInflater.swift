import CZstd

/// Unpacks a body of one zstd frame (RFC 8878).
final class ZstdInflater: BodyInflater {
  /// The logarithm of the window that a frame may ask for: 8 MiB, which the RFC has every decoder offer.
  private static let maximumWindow: Int32 = 23

  private(set) var output: [UInt8] = []
  private let limit: Int
  private var consumed = 0
  private var isFinished = false
  private let context: OpaquePointer
  private var chunk = [UInt8](repeating: 0, count: 64 << 10)

  init(limit: Int) throws(InflationFailure) {
    guard let context = ZSTD_createDCtx() else { throw .malformed }
    self.limit = limit
    self.context = context
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.maximumWindow)
  }

  deinit { ZSTD_freeDCtx(context) }

  func append(_ input: UnsafeRawBufferPointer) throws(InflationFailure) {
    consumed += input.count
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    while source.pos < source.size || !isFinished {
      guard !isFinished else { throw .malformed }
      let (left, written) = try decode(&source)
      try InflationLimits.check(decoded: output.count, encoded: consumed, limit: limit)
      isFinished = left == 0
      // All input is taken and all output given.
      if source.pos == source.size, written < chunk.count { return }
    }
  }

  func finish() throws(InflationFailure) -> [UInt8] {
    guard isFinished else { throw .malformed }
    return output
  }

  /// Answers about how much is missing, 0 at the end of the frame, and how many bytes came out.
  private func decode(_ source: inout ZSTD_inBuffer) throws(InflationFailure) -> (left: Int, written: Int) {
    let (status, written) = chunk.withUnsafeMutableBytes { chunk in
      var target = ZSTD_outBuffer(dst: chunk.baseAddress, size: chunk.count, pos: 0)
      let status = ZSTD_decompressStream(context, &target, &source)
      output.append(contentsOf: chunk[..<target.pos])
      return (status, target.pos)
    }
    guard ZSTD_isError(status) == 0 else { throw .malformed }
    return (Int(status), written)
  }
}
