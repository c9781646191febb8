import CollectorStore
import Hummingbird
import JSONText

extension Dashboard {
  /// Everything that the page's filters let through, page after page, so that memory does not grow with it.
  func export(_ format: ConversationExport.Format, _ request: Request, _ viewer: Viewer) async throws
    -> Response
  {
    let query = ConversationQuery(request, try await calendar(of: viewer))
    let export = ConversationExport(
      store: store, audience: viewer.audience, search: query.search, format: format)
    return Response(
      status: .ok,
      headers: [
        .contentType: format.contentType, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        .contentDisposition: "attachment; filename=\"conversations.\(format.rawValue)\"",
        .contentSecurityPolicy: "default-src 'none'; sandbox",
      ],
      body: ResponseBody { writer in
        try await export.write(to: &writer)
        try await writer.finish(nil)
      })
  }
}

/// A list of conversations as a file.
struct ConversationExport: Sendable {
  enum Format: String, Sendable {
    case csv, json

    var contentType: String {
      switch self {
      case .csv: "text/csv; charset=utf-8; header=present"
      case .json: "application/json"
      }
    }
  }

  let store: CollectorStore
  let audience: Audience
  let search: ConversationSearch
  let format: Format

  private static let pageSize = 200

  func write(to writer: inout any ResponseBodyWriter) async throws {
    try await writer.write(ByteBuffer(string: format == .csv ? CSV.line(ConversationCells.names) : "["))
    var place: ConversationSearch.Place?
    var isFirst = true
    repeat {
      let page = try await store.conversations(
        for: audience, search: search, behind: place, limit: Self.pageSize, withTranscripts: format == .json)
      var text = ""
      for row in page.conversations {
        switch format {
        case .csv: text += CSV.line(ConversationCells.values(of: row))
        case .json: text += (isFirst ? "\n" : ",\n") + Self.json(row, page.transcripts[row.id])
        }
        isFirst = false
      }
      if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
      place = page.next
    } while place != nil
    if format == .json { try await writer.write(ByteBuffer(string: "\n]\n")) }
  }

  private static func json(_ row: ConversationRow, _ transcript: Transcript?) -> String {
    var json = JSONWriter()
    json.object { json in
      for (name, value) in ConversationCells.texts(of: row) { json.member(name, value) }
      for (name, count) in ConversationCells.counts(of: row) { json.member(name, Int64(count)) }
      json.member("is_marked", row.isMarked)
      json.key("metadata")
      json.raw(row.metadata)
      json.key("messages")
      json.array { json in
        for message in transcript?.messages ?? [] where !message.standsForAction {
          json.object { json in
            json.member("timestamp", message.place.timestamp.iso8601)
            json.member("sender", message.sender)
            json.member("content", message.content)
          }
        }
      }
    }
    return json.text
  }
}

/// What an export tells of a conversation.
enum ConversationCells {
  static func texts(of row: ConversationRow) -> [(name: String, value: String?)] {
    [
      ("conversation_id", row.conversationID), ("name", row.name), ("agent", row.agentName),
      ("environment", row.environment), ("customer_id", row.customerID), ("device", row.device),
      ("channel", row.source), ("language", row.language), ("started_at", row.startedAt.iso8601),
      ("ended_at", row.endedAt.iso8601),
    ]
  }

  static func counts(of row: ConversationRow) -> [(name: String, count: Int)] {
    [
      ("message_count", row.messageCount), ("action_count", row.actionCount),
      ("feedback_count", row.feedbackCount),
    ]
  }

  /// The columns of a table, in the order of `values`.
  static let names = [
    "conversation_id", "name", "agent", "environment", "customer_id", "device", "channel", "language",
    "started_at", "ended_at", "message_count", "action_count", "feedback_count", "is_marked", "metadata",
  ]

  static func values(of row: ConversationRow) -> [String?] {
    texts(of: row).map(\.value) + counts(of: row).map { "\($0.count)" }
      + [row.isMarked ? "true" : "false", row.metadata]
  }
}

/// Comma-separated values as RFC 4180 has them.
enum CSV {
  /// A line with its end. A spreadsheet takes a cell that begins like a formula for one; an apostrophe makes it
  /// text.
  static func line(_ cells: [String?]) -> String {
    cells.map { cell($0 ?? "") }.joined(separator: ",") + "\r\n"
  }

  private static func cell(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
