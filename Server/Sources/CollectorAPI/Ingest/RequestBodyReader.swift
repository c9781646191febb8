import Hummingbird

/// Takes a request's body within the limits of the contract.
enum RequestBodyReader {
  /// Bytes of a batch once decoded.
  static let maximumSize = 64 << 20
  /// How `GET /api/me/` names the encodings that a body may come in.
  static let capabilities = ["gzip-ingest", "zstd-ingest"]

  /// The body as text, as it is or compressed. What is not UTF-8 in it becomes U+FFFD.
  /// - Throws: `APIError` 400, 413 or 415.
  static func text(of request: Request, limit: Int = maximumSize) async throws -> String {
    String(decoding: try await bytes(of: request, limit: limit), as: UTF8.self)
  }

  /// The body's bytes, as it is or compressed.
  /// - Throws: `APIError` 400, 413 or 415.
  static func bytes(of request: Request, limit: Int) async throws -> [UInt8] {
    let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    switch encoding {
    case "", "identity": return try await plainBytes(of: request, limit)
    case "gzip", "x-gzip": return try await inflatedBytes(of: request, limit) { try GzipInflater(limit: $0) }
    case "zstd": return try await inflatedBytes(of: request, limit) { try ZstdInflater(limit: $0) }
    default:
      throw APIError(
        .unsupportedMediaType,
        detail: "Unsupported content encoding. Send the body as it is, as gzip or as zstd.")
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

  private static func inflatedBytes(
    of request: Request, _ limit: Int, _ makeInflater: (Int) throws -> any BodyInflater
  ) async throws -> [UInt8] {
    do {
      let inflater = try makeInflater(limit)
      for try await buffer in request.body {
        try buffer.withUnsafeReadableBytes { try inflater.append($0) }
      }
      return try inflater.finish()
    } catch InflationFailure.tooLarge {
      throw APIError.tooLarge(limit: limit)
    } catch InflationFailure.malformed {
      throw APIError(.badRequest, detail: "The request body is not a complete stream of its encoding.")
    }
  }
}
