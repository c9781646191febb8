import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds the places of one page of a `ConversationSearch`.
struct ConversationFinder {
  typealias Place = ConversationSearch.Place

  struct Found {
    let places: [Place]
    let next: Place?
    let isCutShort: Bool
  }

  let db: Database
  let audience: Audience
  let search: ConversationSearch
  let behind: Place?
  let limit: Int
  let reach: Int

  private var filter: ConversationFilter { search.filter }

  func find() throws -> Found {
    if let text = filter.messageContains, try filter.rareTexts(db).contains(.messages) {
      return try findAmong(conversationsHolding: text)
    }
    // One agent after the other: each one's conversations stand in an index in the order of the list.
    let agents = try self.agents()
    let share = max(limit + 1, reach / max(1, agents.count))
    var places: [Place] = []
    var cut: Place?
    for agent in agents {
      let (found, end) = try look(at: agent, share: share)
      places += found
      if let end { cut = cut.map { search.precedes($0, end) ? $0 : end } ?? end }
    }
    places.sort(by: search.precedes)
    // Behind the first place at which an agent's share ended, something may be missing.
    if let cut { places.removeAll { search.precedes(cut, $0) } }
    return page(of: places, cut: cut)
  }

  private func page(of places: [Place], cut: Place? = nil) -> Found {
    if places.count > limit {
      return Found(places: Array(places.prefix(limit)), next: places[limit - 1], isCutShort: false)
    }
    return Found(places: places, next: cut, isCutShort: cut != nil)
  }

  private func agents() throws -> [Int64] {
    let owned = audience.owns("agents.id") ?? "1"
    let only = filter.agentID.map { SQL("agents.id = \($0)") } ?? "1"
    return try SQLRequest<Int64>("SELECT id FROM agents WHERE \(owned) AND \(only)").fetchAll(db)
  }

  /// A text that few messages hold: its conversations are known before they are put in order.
  private func findAmong(conversationsHolding text: String) throws -> Found {
    guard let query = TextIndex.conversations(holding: text) else { return page(of: []) }
    let ids = try SQLRequest<Int64>("SELECT DISTINCT conversation FROM (\(query))").fetchAll(db)
    var rest = filter
    rest.messageContains = nil
    let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
    let request: SQLRequest<Row> = """
      SELECT \(search.sort.column), conversations.id
      FROM (SELECT value AS id FROM json_each(\(list))) AS holding
      CROSS JOIN conversations ON conversations.id = holding.id
      WHERE \(rest.condition(for: audience)) AND \(search.isBehind(behind))
      ORDER BY \(search.order) LIMIT \(limit + 1)
      """
    return page(of: try fetch(request))
  }

  /// The agent's next places, one more than the page holds or all in its share, and then where that ended.
  private func look(at agent: Int64, share: Int) throws -> (places: [Place], end: Place?) {
    // Mostly the next few conversations fill the page; only where few pass does it pay to go further.
    for count in [min(share, 8 * (limit + 1)), share] {
      let found = try places(of: agent, among: count)
      if found.count > limit { return (found, nil) }
      guard let end = try end(of: agent, among: count) else { return (found, nil) }
      if count == share { return (found, end) }
    }
    return ([], nil)
  }

  private func places(of agent: Int64, among count: Int) throws -> [Place] {
    try fetch(
      """
      SELECT \(search.sort.column), conversations.id FROM (\(candidates(of: agent, limit: count))) AS candidates
      CROSS JOIN conversations ON conversations.id = candidates.id
      WHERE \(filter.condition(for: audience)) ORDER BY \(search.order) LIMIT \(limit + 1)
      """)
  }

  /// The last of an agent's share; nil where all were looked at.
  private func end(of agent: Int64, among count: Int) throws -> Place? {
    let last = candidates(of: agent, limit: 1, offset: count - 1)
    return try fetch("SELECT place, id FROM (\(last))").first
  }

  /// The next conversations in order, narrowed by what has an index.
  private func candidates(of agent: Int64, limit: Int, offset: Int = 0) -> SQL {
    var parts: [SQL] = [
      "conversations.agent_id = \(agent)", "conversations.deleted_at IS NULL", search.isBehind(behind),
    ]
    if let start = filter.startedAfter { parts.append("conversations.started_at >= \(start.microseconds)") }
    if let end = filter.startedBefore { parts.append("conversations.started_at <= \(end.microseconds)") }
    if let customer = filter.customerID {
      parts.append(selective("conversations.customer_id = \(bound(customer))"))
    }
    if filter.isMarked == true { parts.append(selective("conversations.is_marked = 1")) }
    return """
      SELECT \(search.sort.column) AS place, conversations.id FROM conversations
      WHERE \(parts.joined(separator: " AND ")) ORDER BY \(search.order) LIMIT \(limit) OFFSET \(offset)
      """
  }

  private func fetch(_ request: SQLRequest<Row>) throws -> [Place] {
    try request.fetchAll(db).map { Place(value: $0[0], id: $0[1]) }
  }
}
