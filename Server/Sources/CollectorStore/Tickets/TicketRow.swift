import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A stored ticket with all that was said about it.
public struct TicketRow: Sendable, Equatable {
  public let id: Int64
  public let agentID: Int64
  public let title: String
  public let status: String
  public let priority: String
  public let tags: [String]
  public let environment: String
  public let environmentID: Int64
  public let createdAt: Timestamp
  public let updatedAt: Timestamp
  /// What it is about, where it is about one conversation.
  public let conversation: Subject?
  public let feedback: Opinion?
  /// Oldest first.
  public internal(set) var comments: [TicketComment] = []

  public struct Subject: Sendable, Equatable {
    public let id: Int64
    public let conversationID: String
    public let name: String?
    public let environment: String
    public let environmentID: Int64
  }

  public struct Opinion: Sendable, Equatable {
    public let id: Int64
    public let kind: String
    public let sentiment: String
    public let comment: String?
    public let createdAt: Timestamp
  }

  static let columns: SQL = """
    tickets.id, tickets.agent_id, tickets.title, tickets.status, tickets.priority, tickets.tags,
    environments.slug, environments.id, tickets.created_at, tickets.updated_at,
    conversations.id, conversations.conversation_id, conversations.name, places.slug, places.id,
    feedbacks.id, feedbacks.kind, feedbacks.sentiment, feedbacks.comment, feedbacks.created_at
    """

  static let tables: SQL = """
    tickets JOIN environments ON environments.id = tickets.environment_id
    LEFT JOIN conversations ON conversations.id = tickets.conversation
    LEFT JOIN environments AS places ON places.id = conversations.environment_id
    LEFT JOIN feedbacks ON feedbacks.id = tickets.feedback
    """

  /// Reads a row of `columns`.
  init(_ row: Row) {
    id = row[0]
    agentID = row[1]
    title = row.text(2) ?? ""
    status = row[3]
    priority = row[4]
    tags = Self.tags(in: row.text(5) ?? "")
    environment = row[6]
    environmentID = row[7]
    createdAt = Timestamp(microseconds: row[8])
    updatedAt = Timestamp(microseconds: row[9])
    conversation = (row[10] as Int64?).map { id in
      Subject(
        id: id, conversationID: row.text(11) ?? "", name: row.text(12), environment: row[13],
        environmentID: row[14])
    }
    feedback = (row[15] as Int64?).map { id in
      Opinion(
        id: id, kind: row[16], sentiment: row[17], comment: row.text(18),
        createdAt: Timestamp(microseconds: row[19]))
    }
  }

  /// Tags as the database keeps them: a JSON array, so that a condition can look into it.
  static func text(of tags: [String]) -> String {
    (try? JSONEncoder().encode(tags)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  private static func tags(in text: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
  }
}

/// Something said about a ticket.
public struct TicketComment: Sendable, Equatable {
  public let id: Int64
  /// Who said it: a person, or the name of an API key.
  public let author: String
  /// `agent`, `dev` or `reporter`.
  public let role: String
  public let body: String
  public let createdAt: Timestamp

  static let columns: SQL = "ticket, id, author, role, body, created_at"

  /// Reads a row of `columns`.
  init(_ row: Row) {
    id = row[1]
    author = row.text(2) ?? ""
    role = row[3]
    body = row.text(4) ?? ""
    createdAt = Timestamp(microseconds: row[5])
  }

  /// The comments on some tickets by ticket, oldest first.
  static func fetch(_ db: Database, of tickets: [Int64]) throws -> [Int64: [TicketComment]] {
    let rows: SQLRequest<Row> = """
      SELECT \(columns) FROM ticket_comments WHERE ticket IN \(tickets) ORDER BY ticket, id
      """
    var comments: [Int64: [TicketComment]] = [:]
    let cursor = try rows.fetchCursor(db)
    while let row = try cursor.next() { comments[row[0], default: []].append(TicketComment(row)) }
    return comments
  }
}
