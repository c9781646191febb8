import CollectorStore
import Hummingbird

extension Dashboard {
  /// One conversation: everything that was said and done, in order. `problem` says what a form lacked, `newLink`
  /// is a link that was just made and is shown this once.
  func conversationPage(
    _ id: Int64?, _ request: Request, _ viewer: Viewer, problem: String? = nil, newLink: SecretToken? = nil
  ) async throws -> Response {
    guard let id, let (conversation, transcript) = try await store.conversation(id, for: viewer.audience)
    else { throw HTTPError(.notFound) }
    let origin = "\(cookie.isSecure ? "https" : "http")://\(request.head.authority ?? "")"
    let calendar = try await calendar(of: viewer)
    let pages = TranscriptPages(
      transcript.items, try await store.traces(of: conversation),
      TranscriptReader(links: store.attachmentLinks, calendar: calendar))
    let shares = try await store.shares(of: conversation)
    let view = ConversationView(
      title: conversation.title, facts: ConversationFact.all(conversation, transcript, calendar),
      transcript: try pages.page(Form(request.uri.query ?? "")["page"], path: "/conversations/\(id)"),
      usage: TokenTable(transcript.tokenUsage),
      feedbacks: transcript.feedbacks.map { .init($0, calendar) },
      tickets: transcript.tickets.map { .init(title: $0.title, status: $0.status.replacing("_", with: " ")) },
      link: "\(origin)/conversations/\(id)", problem: problem,
      newLink: newLink.map { "\(origin)/shared/\($0.text)" },
      desk: viewer.role >= .editor ? ConversationDesk(conversation, shares, viewer, calendar) : nil)
    return Page.render(
      .conversation, view, title: conversation.title, in: try await frame(viewer, section: "/conversations"),
      status: problem == nil ? .ok : .unprocessableContent)
  }
}

struct ConversationView {
  let title: String
  let facts: [ConversationFact]
  let transcript: TranscriptPages.Page
  let usage: TokenTable?
  let feedbacks: [Feedback]
  let tickets: [Ticket]
  let link: String
  let problem: String?
  let newLink: String?
  /// What an editor can do with it; nil for those who may only read.
  let desk: ConversationDesk?

  struct Feedback {
    let sentiment: String
    let by: String
    let time: PageTime
    let comment: String?

    init(_ row: FeedbackRow, _ calendar: LocalCalendar) {
      sentiment = row.sentiment
      by =
        row.source == "platform"
        ? "on the dashboard" : row.kind == "message" ? "on a message" : "by the agent"
      time = PageTime(row.createdAt, in: calendar)
      comment = row.comment
    }
  }

  struct Ticket {
    let title: String
    let status: String
  }
}

/// The forms of a conversation.
struct ConversationDesk {
  let path: String
  let formToken: String
  /// The same in every repeat of a form, so that it is carried out once.
  let once: String
  let name: String
  let isMarked: Bool
  let shares: [Link]
  let lifetimes: [Int]

  struct Link {
    let id: Int64
    let madeBy: String
    let until: PageTime
  }

  init(_ row: ConversationRow, _ shares: [Share], _ viewer: Viewer, _ calendar: LocalCalendar) {
    path = "/conversations/\(row.id)"
    formToken = viewer.formToken
    once = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined()
    name = row.name ?? ""
    isMarked = row.isMarked
    self.shares = shares.map {
      Link(id: $0.id, madeBy: $0.madeBy ?? "somebody", until: PageTime($0.expiresAt, in: calendar))
    }
    lifetimes = Share.lifetimes
  }
}
