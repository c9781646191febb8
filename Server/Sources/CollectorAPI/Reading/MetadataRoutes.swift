import CollectorStore
import Hummingbird
import JSONText

/// Which keys and values the metadata of conversations and messages holds (contract 4.4), so that somebody
/// can choose what to filter by. It is gathered from the latest conversations.
struct MetadataRoutes {
  let store: CollectorStore

  func add(to api: RouterGroup<CollectorContext>) {
    api.route("conversations/metadata-keys", get: conversationKeys)
    api.route("conversations/metadata-values", get: conversationValues)
    api.route("conversations/message-metadata-keys", get: messageKeys)
  }

  @Sendable private func conversationKeys(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    Self.respond(with: try await store.conversationMetadata(of: credential.scope))
  }

  @Sendable private func messageKeys(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    Self.respond(with: try await store.messageMetadata(of: credential.scope))
  }

  private static func respond(with texts: [String]) -> Response {
    var survey = MetadataSurvey()
    for text in texts where !survey.isFull { survey.add(text) }
    return Response.json { json in
      json.object { json in
        json.key("keys")
        json.array { json in for key in survey.found.sorted() { json.string(key) } }
      }
    }
  }

  @Sendable private func conversationValues(
    request: Request, context: CollectorContext, credential: Credential
  ) async throws -> Response {
    guard let key = request.query["key"], !key.isEmpty else {
      throw APIError(field: "key", "This field is required.", listed: true)
    }
    var survey = MetadataSurvey(valuesOf: key)
    for text in try await store.conversationMetadata(of: credential.scope) where !survey.isFull {
      survey.add(text)
    }
    return Response.json { json in
      json.object { json in
        json.member("key", key)
        json.key("values")
        json.array { json in for value in survey.found.sorted() { json.raw(value) } }
      }
    }
  }
}

/// Gathers the different keys of JSON objects, as paths with dots, or the different values of one key.
struct MetadataSurvey {
  /// Keys or values that an answer holds.
  private static let maximumCount = 200

  private let key: String?
  /// Paths, or values as JSON text.
  private(set) var found: Set<String> = []

  init(valuesOf key: String? = nil) { self.key = key }

  var isFull: Bool { found.count >= Self.maximumCount }

  mutating func add(_ text: String) {
    try? JSONReader.read(text) { reader throws(JSONError) in
      guard try reader.peek() == .object else {
        _ = try reader.skip()
        return
      }
      try add(&reader, path: "")
    }
  }

  private mutating func add(_ reader: inout JSONReader, path: String) throws(JSONError) {
    try reader.object { reader, key throws(JSONError) in
      let path = path.isEmpty ? key.string : path + "." + key.string
      switch try reader.peek() {
      case .object: try add(&reader, path: path)
      case .array where self.key != nil: _ = try reader.skip()
      default:
        let value = try reader.raw()
        if isFull { return }
        if self.key == nil { found.insert(path) } else if self.key == path { found.insert(value) }
      }
    }
  }
}
