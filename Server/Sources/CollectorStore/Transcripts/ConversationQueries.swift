import GRDB

/// A part of a list, with the size of the whole.
public struct ConversationPage: Sendable {
  public let count: Int
  public let conversations: [ConversationRow]
  /// By conversation id; empty unless transcripts or tickets were asked for.
  public let transcripts: [Int64: Transcript]
}

extension CollectorStore {
  /// The conversations that `audience` may see, from `offset` on, at most `limit` of them (nil: all).
  /// `withTickets` fetches transcripts that hold tickets alone.
  public func conversations(
    for audience: Audience, filter: ConversationFilter = .init(), order: ConversationOrder = .newestFirst,
    offset: Int = 0, limit: Int?, withTranscripts: Bool = false, withTickets: Bool = false
  ) async throws -> ConversationPage {
    try await database.read { db in
      let place = try filter.place(db, for: audience, order: order, offset: offset)
      let conversations = try ConversationRow.fetch(
        db,
        try ConversationRow.request(
          for: audience, filter: place.filter, order: order, offset: place.offset, limit: limit ?? -1,
          indexed: filter.rareTexts(db)))
      var transcripts: [Int64: Transcript] = [:]
      if withTranscripts {
        transcripts = try Transcript.fetch(db, of: conversations)
      } else if withTickets {
        try Transcript.fetchTickets(db, conversations.map(\.id), into: &transcripts)
      }
      let slice = ListSlice(offset: offset, limit: limit)
      return ConversationPage(
        count: try slice.count(ifEndedBy: conversations.count) ?? filter.count(db, for: audience),
        conversations: conversations,
        transcripts: transcripts)
    }
  }

  /// One conversation by its row id, deleted or not; nil where `audience` has none of that id.
  public func conversation(
    _ id: Int64, for audience: Audience
  ) async throws -> (conversation: ConversationRow, transcript: Transcript)? {
    try await database.read { db in
      guard let conversation = try ConversationRow.fetch(db, id, for: audience) else { return nil }
      return (conversation, try Transcript.fetch(db, of: [conversation])[id] ?? Transcript())
    }
  }

  /// A message alone in its transcript, by its row id; nil where `audience` has none of that id.
  public func message(
    _ id: Int64, for audience: Audience
  ) async throws -> (conversation: ConversationRow, transcript: Transcript)? {
    try await database.read { db in
      let of: SQLRequest<Int64> = "SELECT conversation FROM messages WHERE id = \(id)"
      guard let row = try of.fetchOne(db),
        let conversation = try ConversationRow.fetch(db, row, for: audience)
      else { return nil }
      return (conversation, try Transcript.fetch(db, message: id, of: conversation))
    }
  }

  /// The same without what was said.
  public func conversationRow(_ id: Int64, for audience: Audience) async throws -> ConversationRow? {
    try await database.read { db in try ConversationRow.fetch(db, id, for: audience) }
  }
}

extension ConversationRow {
  /// A part of a list. Its rows are found first, where an index can tell them alone, however many are passed
  /// over; only they are read then.
  static func request(
    for audience: Audience, filter: ConversationFilter, order: ConversationOrder, offset: Int, limit: Int,
    indexed: ConversationFilter.Texts? = nil
  ) -> SQLRequest<Row> {
    let indexed = indexed ?? filter.indexedTexts
    return """
      SELECT \(columns) FROM \(tables) WHERE conversations.id IN (
        SELECT conversations.id FROM \(indexed.table) WHERE \(filter.condition(for: audience, indexed))
        ORDER BY \(order.clause) LIMIT \(limit) OFFSET \(offset))
      ORDER BY \(order.clause)
      """
  }

  /// One conversation, deleted or not; nil where `audience` has none of that id.
  static func fetch(_ db: Database, _ id: Int64, for audience: Audience) throws -> ConversationRow? {
    var everything = ConversationFilter()
    everything.includesDeleted = true
    return try fetch(
      db,
      """
      SELECT \(columns) FROM \(tables) WHERE conversations.id = \(id)
        AND \(everything.condition(for: audience))
      """
    ).first
  }

  /// Decodes while the statement is on each row, which is when texts can be read at full length.
  static func fetch(_ db: Database, _ request: SQLRequest<Row>) throws -> [ConversationRow] {
    try Array(request.fetchCursor(db).map(ConversationRow.init))
  }
}
