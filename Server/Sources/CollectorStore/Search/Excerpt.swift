import GRDB

/// Where a text stands in a message, with the words around it; or how a message begins.
public struct Excerpt: Sendable, Equatable {
  public let before: String
  public let match: String?
  public let after: String

  /// Characters shown in front of it and behind it at most.
  private static let lead = 60
  private static let rest = 120

  /// Nil where the text is not in the message. It is compared as the search compares: letters of ASCII in either
  /// case are the same, everything else is itself.
  init?(of text: String, in content: String) {
    let (wanted, scalars) = (text.unicodeScalars.map(Self.folded), Array(content.unicodeScalars))
    guard !wanted.isEmpty, wanted.count <= scalars.count,
      let start = (0...scalars.count - wanted.count).first(where: { start in
        wanted.indices.allSatisfy { Self.folded(scalars[start + $0]) == wanted[$0] }
      })
    else { return nil }
    let end = start + wanted.count
    let (first, last) = (max(0, start - Self.lead), min(scalars.count, end + Self.rest))
    before = (first > 0 ? "…" : "") + Self.line(scalars[first..<start])
    match = Self.line(scalars[start..<end])
    after = Self.line(scalars[end..<last]) + (last < scalars.count ? "…" : "")
  }

  /// The beginning of a message.
  init(beginningOf content: String) {
    let scalars = Array(content.unicodeScalars)
    before = Self.line(scalars.prefix(Self.beginning)) + (scalars.count > Self.beginning ? "…" : "")
    match = nil
    after = ""
  }

  fileprivate static var beginning: Int { lead + rest }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 32)! : scalar
  }

  private static func line(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(scalar.properties.isWhitespace ? " " : scalar) }
    return String(text)
  }
}

extension CollectorStore {
  /// By conversation, the first place where it holds `text`.
  public func excerpts(of text: String, in conversations: [ConversationRow]) async throws -> [Int64: Excerpt]
  {
    try await database.read { db in
      var excerpts: [Int64: Excerpt] = [:]
      for conversation in conversations {
        let first: SQLRequest<String> = """
          SELECT content FROM messages
          WHERE conversation = \(conversation.id) AND content \(containing(text))
          ORDER BY timestamp, span, id LIMIT 1
          """
        excerpts[conversation.id] = try first.fetchOne(db).flatMap { Excerpt(of: text, in: $0) }
      }
      return excerpts
    }
  }

  /// By conversation, how the first thing begins that a person said in it.
  public func beginnings(of conversations: [ConversationRow]) async throws -> [Int64: Excerpt] {
    try await database.read { db in
      var beginnings: [Int64: Excerpt] = [:]
      for conversation in conversations {
        let first: SQLRequest<String> = """
          SELECT substr(content, 1, \(Excerpt.beginning + 1)) FROM messages
          WHERE conversation = \(conversation.id) AND sender = 'end_user'
          ORDER BY timestamp, span, id LIMIT 1
          """
        beginnings[conversation.id] = try first.fetchOne(db).map(Excerpt.init(beginningOf:))
      }
      return beginnings
    }
  }
}
