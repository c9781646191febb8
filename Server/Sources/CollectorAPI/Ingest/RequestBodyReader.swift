import Hummingbird

/// Takes a request's body within the limits of the contract.
enum RequestBodyReader {
  /// Bytes of a batch once decoded.
  static let maximumSize = 64 << 20

  /// The body as text, identity or gzip. What is not UTF-8 in it becomes U+FFFD.
  /// - Throws: `APIError` 400, 413 or 415.
  static func text(of request: Request, limit: Int = maximumSize) async throws -> String {
    String(decoding: try await bytes(of: request, limit: limit), as: UTF8.self)
  }

  /// The body's bytes, identity or gzip.
  /// - Throws: `APIError` 400, 413 or 415.
  static func bytes(of request: Request, limit: Int) async throws -> [UInt8] {
    let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    switch encoding {
    case "", "identity": return try await plainBytes(of: request, limit)
    case "gzip", "x-gzip": return try await inflatedBytes(of: request, limit)
    default:
      throw APIError(
        .unsupportedMediaType, detail: "Unsupported content encoding. Send the body as it is or as gzip.")
    }
  }

  private static func plainBytes(of request: Request, _ limit: Int) async throws -> [UInt8] {
    let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard announced <= limit else { throw APIError.tooLarge(limit: limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(announced)
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= limit else {
        throw APIError.tooLarge(limit: limit)
      }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    return bytes
  }

  private static func inflatedBytes(of request: Request, _ limit: Int) async throws -> [UInt8] {
    do {
      let inflater = try GzipInflater(limit: limit)
      for try await buffer in request.body {
        try buffer.withUnsafeReadableBytes { try inflater.append($0) }
      }
      return try inflater.finish()
    } catch GzipInflater.Failure.tooLarge {
      throw APIError.tooLarge(limit: limit)
    } catch GzipInflater.Failure.malformed {
      throw APIError(.badRequest, detail: "The request body is not a complete gzip stream.")
    }
  }
}
