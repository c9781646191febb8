import CZlib

/// Unpacks a gzip body.
final class GzipInflater: BodyInflater {
  private(set) var output: [UInt8] = []
  private let limit: Int
  private var consumed = 0
  private var isFinished = false
  // zlib's state points back at the stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var chunk = [UInt8](repeating: 0, count: 64 << 10)

  init(limit: Int) throws(InflationFailure) {
    self.limit = limit
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let gzipWindow: Int32 = 15 + 16
    guard
      inflateInit2_(stream, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .malformed }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func append(_ input: UnsafeRawBufferPointer) throws(InflationFailure) {
    guard !isFinished || input.isEmpty else { throw .malformed }
    consumed += input.count
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    repeat {
      let status = inflateChunk()
      try InflationLimits.check(decoded: output.count, encoded: consumed, limit: limit)
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        isFinished = true
        guard stream.pointee.avail_in == 0 else { throw .malformed }
        return
      case Z_BUF_ERROR: return  // all input is taken and all output given
      default: throw .malformed
      }
    } while true
  }

  func finish() throws(InflationFailure) -> [UInt8] {
    guard isFinished else { throw .malformed }
    return output
  }

  private func inflateChunk() -> Int32 {
    chunk.withUnsafeMutableBufferPointer { chunk in
      stream.pointee.next_out = chunk.baseAddress
      stream.pointee.avail_out = UInt32(chunk.count)
      let status = inflate(stream, Z_NO_FLUSH)
      output.append(contentsOf: chunk[..<(chunk.count - Int(stream.pointee.avail_out))])
      return status
    }
  }
}
