import CollectorStore
import HTTPTypes
import Hummingbird

extension RequestFields {
  /// Characters of an `Idempotency-Key`.
  private static let maximumKeyLength = 255

  /// The request's `Idempotency-Key`, where it has one, with what tells the request from another.
  /// - Throws: 400 for a key that is none.
  func idempotencyKey(of request: Request) throws -> IdempotencyKey? {
    guard let header = request.headers[.idempotencyKey] else { return nil }
    let key = header.drop { $0 == "\"" }.prefix { $0 != "\"" }
    guard !key.isEmpty, key.count <= Self.maximumKeyLength else {
      throw APIError(
        .badRequest, detail: "Idempotency-Key must have 1 to \(Self.maximumKeyLength) characters.")
    }
    let path = request.pathComponents.joined(separator: "/")
    let body = members.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    return IdempotencyKey(String(key), request: [request.method.rawValue, path] + body)
  }
}

extension HTTPField.Name {
  /// The header of the IETF's draft on idempotency keys.
  static var idempotencyKey: HTTPField.Name { HTTPField.Name("Idempotency-Key")! }
}
