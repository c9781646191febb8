import GRDB

/// A list of conversations for people to page through, however many there are.
///
/// A page starts behind a place in the order, not at a number, so that the thousandth costs what the first one
/// does. It looks at a bounded number of conversations: where few pass the filter, a page can end before it is
/// full and says where to go on.
public struct ConversationSearch: Sendable, Equatable {
  /// What comes first. Each has an index.
  public enum Sort: String, Sendable, CaseIterable {
    case newest, oldest, active, longest

    var column: SQL {
      switch self {
      case .newest, .oldest: "conversations.started_at"
      case .active: "conversations.ended_at"
      case .longest: "conversations.message_count"
      }
    }

    var isDescending: Bool { self != .oldest }
  }

  /// A conversation's place in the order.
  public struct Place: Sendable, Hashable {
    public let value: Int64
    public let id: Int64

    public init(value: Int64, id: Int64) { (self.value, self.id) = (value, id) }
  }

  public var filter = ConversationFilter()
  public var sort = Sort.newest

  public init() {}

  func precedes(_ left: Place, _ right: Place) -> Bool {
    sort.isDescending
      ? (left.value, left.id) > (right.value, right.id) : (left.value, left.id) < (right.value, right.id)
  }

  private var direction: SQL { sort.isDescending ? "DESC" : "ASC" }

  var order: SQL { "\(sort.column) \(direction), conversations.id \(direction)" }

  func isBehind(_ place: Place?) -> SQL {
    guard let place else { return "1" }
    let comparison: SQL = sort.isDescending ? "<" : ">"
    return "(\(sort.column), conversations.id) \(comparison) (\(place.value), \(place.id))"
  }
}

/// A part of a `ConversationSearch`.
public struct ConversationSearchPage: Sendable {
  public let conversations: [ConversationRow]
  /// By conversation; empty unless asked for.
  public let transcripts: [Int64: Transcript]
  /// Where the next page starts; nil at the end of the list.
  public let next: ConversationSearch.Place?
  /// Whether the page ended because it had looked at enough: the next one may hold nothing.
  public let isCutShort: Bool
}

extension CollectorStore {
  /// The conversations of `audience` that `search` finds behind `place`, at most `limit`.
  /// - Parameter reach: How many conversations it looks at, about.
  public func conversations(
    for audience: Audience, search: ConversationSearch, behind place: ConversationSearch.Place?, limit: Int,
    withTranscripts: Bool = false, reach: Int = 50_000
  ) async throws -> ConversationSearchPage {
    try await database.read { db in
      let finder = ConversationFinder(
        db: db, audience: audience, search: search, behind: place, limit: limit, reach: reach)
      let found = try finder.find()
      let ids = found.places.map(\.id)
      let rows: SQLRequest<Row> = """
        SELECT \(ConversationRow.columns) FROM \(ConversationRow.tables) WHERE conversations.id IN \(ids)
        """
      let byID = Dictionary(
        try ConversationRow.fetch(db, rows).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      let conversations = ids.compactMap { byID[$0] }
      return ConversationSearchPage(
        conversations: conversations,
        transcripts: withTranscripts ? try Transcript.fetch(db, of: conversations) : [:], next: found.next,
        isCutShort: found.isCutShort)
    }
  }
}
