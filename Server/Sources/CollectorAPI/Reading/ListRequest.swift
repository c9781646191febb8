import CollectorStore
import Hummingbird
import JSONText

/// A request for a list: its query, its page, and the answer in the product's envelope, or as a bare array
/// where `paginate=false` asks for that.
struct ListRequest {
  /// Rows of a bare array; more of them come in pages.
  static let maximumBareRows = 10_000

  let query: Query
  private let pagination: Pagination?
  private let address: String

  init(_ request: Request, _ origin: Origin) throws {
    query = request.query
    pagination = query["paginate"] == "false" ? nil : try Pagination(query: query)
    address = origin.text(for: request) + request.uri.path
  }

  var slice: ListSlice {
    ListSlice(offset: pagination?.offset ?? 0, limit: pagination?.size ?? Self.maximumBareRows)
  }

  /// A filter's text; an empty one filters nothing.
  func text(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// A filter's texts, where its name may stand more than once.
  func texts(_ name: String) -> [String] { query.all(name).filter { !$0.isEmpty } }

  func flag(_ name: String) -> Bool? { text(name).flatMap { Bool($0.lowercased()) } }

  /// A row's number; one that is none finds nothing.
  func row(_ name: String) -> Int64? { text(name).map { Int64($0) ?? -1 } }

  func order<Column>(otherwise column: Column, isDescending: Bool = true) -> ListOrder<Column> {
    text("ordering").flatMap { ListOrder(parameter: $0) } ?? ListOrder(column, isDescending: isDescending)
  }

  func time(_ name: String) -> Timestamp? {
    text(name).flatMap { Timestamp(lenient: $0) ?? Timestamp(iso8601: $0 + "T00:00:00Z") }
  }

  /// The filters that all lists of parts of conversations share. A row number that is none finds nothing.
  var part: ConversationPart {
    var part = ConversationPart()
    part.conversation = row("conversation")
    part.conversationID = text("conversation_id")
    part.environment = text("environment").map(environmentSlug)
    part.startedAfter = time("started_at_after")
    part.startedBefore = time("started_at_before")
    return part
  }

  /// - Throws: 404 where the list has no such page, 400 where it is too long for a bare array.
  func check(count: Int) throws {
    if let pagination { return try pagination.check(count: count) }
    guard count <= Self.maximumBareRows else {
      throw APIError(
        .badRequest,
        detail: "\(count) rows are too many for one answer. Leave out paginate=false and read them in pages.")
    }
  }

  /// The answer for a list of `count` rows; `extra` writes members of the envelope beside the usual ones.
  /// - Throws: as `check`.
  func respond(
    count: Int, extra: (inout JSONWriter) -> Void = { _ in }, results: (inout JSONWriter) -> Void
  ) throws -> Response {
    try check(count: count)
    return Response.json { json in
      guard let pagination else { return results(&json) }
      pagination.write(
        count: count, address: address, query: query, to: &json, extra: extra, results: results)
    }
  }

  /// - Throws: as `check`.
  func respond<Element>(
    with page: ListPage<Element>, _ write: (inout JSONWriter, Element) -> Void
  ) throws -> Response {
    try respond(count: page.count) { json in
      json.array { json in for row in page.rows { write(&json, row) } }
    }
  }
}
