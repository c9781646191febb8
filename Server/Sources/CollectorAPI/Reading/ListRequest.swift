import CollectorStore
import Hummingbird
import JSONText

/// A request for a list: its query, its page, and the answer in the product's envelope, or as a bare array
/// where `paginate=false` asks for that.
struct ListRequest {
  let query: Query
  private let pagination: Pagination?
  private let address: String

  init(_ request: Request, _ origin: Origin) throws {
    query = request.query
    pagination = query["paginate"] == "false" ? nil : try Pagination(query: query)
    address = origin.text(for: request) + request.uri.path
  }

  var slice: ListSlice { ListSlice(offset: pagination?.offset ?? 0, limit: pagination?.size) }

  /// A filter's text; an empty one filters nothing.
  func text(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

  func time(_ name: String) -> Timestamp? {
    text(name).flatMap { Timestamp(lenient: $0) ?? Timestamp(iso8601: $0 + "T00:00:00Z") }
  }

  /// The filters that all lists of parts of conversations share. A row number that is none finds nothing.
  var part: ConversationPart {
    var part = ConversationPart()
    part.conversation = text("conversation").map { Int64($0) ?? -1 }
    part.conversationID = text("conversation_id")
    part.environment = text("environment").map(environmentSlug)
    part.startedAfter = time("started_at_after")
    part.startedBefore = time("started_at_before")
    return part
  }

  /// - Throws: 404 where the list has no such page.
  func respond<Element>(
    with page: ListPage<Element>, _ write: (inout JSONWriter, Element) -> Void
  ) throws -> Response {
    try pagination?.check(count: page.count)
    func writeAll(_ json: inout JSONWriter) {
      json.array { json in for row in page.rows { write(&json, row) } }
    }
    return Response.json { json in
      guard let pagination else { return writeAll(&json) }
      pagination.write(count: page.count, address: address, query: query, to: &json, results: writeAll)
    }
  }
}
