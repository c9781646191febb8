import CollectorStore
import Hummingbird

extension Dashboard {
  private static var pageSize: Int { 30 }

  /// All conversations, newest first.
  func listPage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let number = request.uri.queryParameters["page"].map { Int($0) ?? 0 } ?? 1
    guard (1...1_000_000).contains(number) else { throw HTTPError(.notFound) }
    let page = try await store.conversations(
      for: viewer.audience, offset: (number - 1) * Self.pageSize, limit: Self.pageSize)
    guard number == 1 || !page.conversations.isEmpty else { throw HTTPError(.notFound) }
    let view = ListView(page, number: number, pageSize: Self.pageSize)
    return Page.render(
      .list, view, title: "Conversations", in: try await frame(viewer, section: "/conversations"))
  }
}

private struct ListView {
  let count: String
  let isEmpty: Bool
  let conversations: [Row]
  let newer: String?
  let older: String?
  let position: String

  struct Row {
    let path: String
    let title: String
    let agent: String
    let environment: String
    let customer: String?
    let messages: String
    let actions: String?
    let time: PageTime
  }

  init(_ page: ConversationPage, number: Int, pageSize: Int) {
    let pages = max(1, (page.count + pageSize - 1) / pageSize)
    count = counted(page.count, "conversation")
    isEmpty = page.count == 0
    newer = number > 1 ? "/conversations?page=\(number - 1)" : nil
    older = number < pages ? "/conversations?page=\(number + 1)" : nil
    position = "Page \(number) of \(pages)"
    conversations = page.conversations.map { row in
      Row(
        path: "/conversations/\(row.id)", title: row.title, agent: row.agentName,
        environment: row.environment, customer: row.customerID,
        messages: counted(row.messageCount, "message"),
        actions: row.actionCount == 0 ? nil : counted(row.actionCount, "action"),
        time: PageTime(row.startedAt))
    }
  }
}

extension ConversationRow {
  /// What a person knows the conversation by.
  var title: String { name ?? conversationID }
}

/// `1 message`, `2 messages`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
