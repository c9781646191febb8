import CollectorStore
import Hummingbird

extension Dashboard {
  /// What a link shows to anybody who has it: one conversation, under its client's brand, and nothing else.
  func sharedPage(_ token: String?, _ request: Request) async throws -> Response {
    guard let token = token.flatMap({ SecretToken(text: $0) }),
      let (client, conversation, transcript) = try await store.shared(token)
    else { throw HTTPError(.notFound) }
    let calendar = try await calendar(of: client)
    let pages = TranscriptPages(transcript.items, [], TranscriptReader(links: nil, calendar: calendar))
    let view = SharedView(
      title: conversation.name ?? "Conversation", facts: ConversationFact.shared(conversation, calendar),
      transcript: try pages.page(Form(request.uri.query ?? "")["page"], path: "/shared/\(token.text)"))
    let brand = try await store.brand(of: client).brand
    var response = Page.render(
      .shared, view, title: view.title, in: Frame(host: HostBrand(client: client, brand: brand)))
    // The address is the key.
    response.headers[.init("Referrer-Policy")!] = "no-referrer"
    response.headers[.init("X-Robots-Tag")!] = "noindex, nofollow, noarchive"
    return response
  }
}

private struct SharedView {
  let title: String
  let facts: [ConversationFact]
  let transcript: TranscriptPages.Page
}
