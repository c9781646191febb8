import CollectorStore
import Hummingbird

/// Why a form about a conversation was not carried out.
private struct FormProblem: Error { let text: String }

extension Dashboard {
  /// The pages of one conversation and the forms on it, which take an editor.
  func addTranscripts<Parent: RequestContext>(to signedIn: RouterGroup<PageContext<Parent>>) {
    signedIn.get("conversations/:id") { request, context in
      try await conversationPage(
        context.parameters.get("id", as: Int64.self), request, context.requireViewer())
    }
    change(signedIn, "name") { conversation, form, _ in
      var edit = ConversationEdit()
      edit.name = try text(form, "name", "The name", 1...255)
      _ = try await store.edit(conversation.id, edit, for: conversation.scope)
    }
    change(signedIn, "mark") { conversation, form, _ in
      var edit = ConversationEdit()
      edit.isMarked = form["marked"] == "1"
      _ = try await store.edit(conversation.id, edit, for: conversation.scope)
    }
    change(signedIn, "feedback") { conversation, form, _ in
      guard let sentiment = form["sentiment"], ["positive", "neutral", "negative"].contains(sentiment) else {
        throw FormProblem(text: "Feedback is positive, neutral or negative.")
      }
      var feedback = Feedback(
        on: .conversation(ConversationReference(row: conversation.id)),
        eventID: "page-\(try text(form, "once", "The form", 1...64))", sentiment: sentiment)
      feedback.isFromPlatform = true
      let comment = try text(form, "comment", "The comment", 0...5000)
      if !comment.isEmpty { feedback.comment = comment }
      _ = try await store.add(feedback, for: conversation.scope)
    }
    change(signedIn, "tickets") { conversation, form, _ in
      var ticket = Ticket(title: try text(form, "title", "The title", 1...255))
      guard let priority = form["priority"], Ticket.priorities.contains(priority) else {
        throw FormProblem(text: "A ticket's priority is low, medium or high.")
      }
      (ticket.priority, ticket.conversation) = (priority, conversation.id)
      ticket.environment = conversation.environment
      let once = "page-\(try text(form, "once", "The form", 1...64))"
      _ = try await store.add(
        ticket, key: IdempotencyKey(once, request: [once, ticket.title, priority]), for: conversation.scope)
    }
    change(signedIn, "unshare") { conversation, form, _ in
      guard let share = form["share"].flatMap({ Int64($0) }) else { throw HTTPError(.notFound) }
      try await store.revokeShare(share, of: conversation)
    }
    signedIn.post("conversations/:id/share") { request, context in
      let (conversation, form, viewer) = try await opened(request, context)
      guard let days = form["days"].flatMap({ Int($0) }), Share.lifetimes.contains(days) else {
        throw HTTPError(.notFound)
      }
      let token = try await store.share(conversation, days: days, by: viewer.person)
      return try await conversationPage(conversation.id, request, viewer, newLink: token)
    }
  }

  /// A form that changes something and leads back to the conversation.
  private func change<Parent: RequestContext>(
    _ group: RouterGroup<PageContext<Parent>>, _ name: RouterPath.StringLiteralType,
    _ body: @escaping @Sendable (ConversationRow, Form, Viewer) async throws -> Void
  ) {
    group.post("conversations/:id/\(name)") { request, context in
      let (conversation, form, viewer) = try await opened(request, context)
      do {
        try await body(conversation, form, viewer)
      } catch let problem as FormProblem {
        return try await conversationPage(conversation.id, request, viewer, problem: problem.text)
      }
      return .seeOther("/conversations/\(conversation.id)")
    }
  }

  /// - Throws: 403 for whoever may only read, 404 where the viewer has no such conversation.
  private func opened<Parent: RequestContext>(
    _ request: Request, _ context: PageContext<Parent>
  ) async throws -> (ConversationRow, Form, Viewer) {
    let viewer = try context.requireViewer()
    try viewer.require(.editor)
    guard let id = context.parameters.get("id", as: Int64.self),
      let conversation = try await store.conversationRow(id, for: viewer.audience)
    else { throw HTTPError(.notFound) }
    var request = request
    return (conversation, try await Form(collecting: &request), viewer)
  }

  private func text(
    _ form: Form, _ field: String, _ name: String, _ length: ClosedRange<Int>
  ) throws -> String {
    let text = form.text(field)
    guard length.contains(text.unicodeScalars.count) else {
      throw FormProblem(
        text: text.isEmpty
          ? "\(name) must not be empty." : "\(name) may have \(length.upperBound) characters at most.")
    }
    return text
  }
}
