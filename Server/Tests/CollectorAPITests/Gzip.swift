import CZlib

/// Compresses as a client does.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  var output = [UInt8](repeating: 0, count: Int(compressBound(uLong(bytes.count))) + 64)
  var input = bytes
  let written = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
      deflateEnd(&stream)
      return Int(stream.total_out)
    }
  }
  return Array(output[..<written])
}
