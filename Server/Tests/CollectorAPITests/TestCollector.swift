import CollectorAPI
import CollectorStore
import Foundation
import Hummingbird
import HummingbirdTesting
import TestSupport

/// The API over a store of its own, called without a network.
struct TestCollector {
  let store: TemporaryStore
  let client: any TestClientProtocol

  struct Answer {
    let status: Int
    let bytes: [UInt8]
    let headers: HTTPFields

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }

    var detail: String? { json["detail"] as? String }
  }

  static func run(_ test: @escaping @Sendable (TestCollector) async throws -> Void) async throws {
    let store = try TemporaryStore()
    let router = Router(context: CollectorContext.self, options: .autoGenerateHeadEndpoints)
    CollectorAPI(store: store.store, scheme: "http").addRoutes(to: router)
    try await Application(router: router).test(.router) { client in
      try await test(TestCollector(store: store, client: client))
    }
  }

  /// Calls a route, with the store's write key unless told otherwise.
  func call(
    _ method: HTTPRequest.Method, _ path: String, key: String? = nil, authorization: String? = nil,
    headers: HTTPFields = [:], body: [UInt8] = []
  ) async throws -> Answer {
    var headers = headers
    headers[.authorization] = authorization ?? "Api-Key \(key ?? store.key.text)"
    if headers[.authorization] == "" { headers[.authorization] = nil }
    return try await client.execute(
      uri: path, method: method, headers: headers, body: ByteBuffer(bytes: body)
    ) { response in
      Answer(
        status: response.status.code, bytes: Array(buffer: response.body), headers: response.headers)
    }
  }

  /// Sends JSON text.
  func send(
    _ method: HTTPRequest.Method, _ path: String, _ json: String, key: String? = nil
  ) async throws -> Answer {
    try await call(
      method, path, key: key, headers: [.contentType: "application/json"], body: Array(json.utf8))
  }

  func post(_ path: String, _ json: String, key: String? = nil) async throws -> Answer {
    try await send(.post, path, json, key: key)
  }

  func get(_ path: String, key: String? = nil) async throws -> Answer { try await call(.get, path, key: key) }

  func ingest(_ body: String, key: String? = nil, headers: HTTPFields = [:]) async throws -> Answer {
    try await call(.post, "/api/ingest/", key: key, headers: headers, body: Array(body.utf8))
  }
}
