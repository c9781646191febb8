import ConversationTracker

/// The tracker that the runner drives.
final class Session {
  var tracker: ConversationTracker?
  var prepared = false

  func obey(_ call: Call) async -> Answer {
    var answer = Answer()
    do throws(ConversationTracker.Failure) {
      if call.name == "create" {
        try create(call)
      } else if call.name == "free" {
        tracker = nil
      } else if call.name == "generate" {
        answer.id = ConversationTracker.generateConversationID()
      } else if let tracker, try await !ask(tracker, call, &answer) {
        try track(tracker, call)
      }
    } catch {
      answer.take(error)
    }
    return answer
  }

  private func create(_ call: Call) throws(ConversationTracker.Failure) {
    prepared = call["form"] == "prepared"
    var configuration = ConversationTracker.Configuration(apiKey: call["api_key"])
    configuration.endpoint = call["endpoint"]
    configuration.conversationID = call["conversation_id"]
    configuration.environment = call["environment"]
    configuration.textLimit = call.number("text_limit") ?? configuration.textLimit
    configuration.batchEvents = call.number("batch_events") ?? configuration.batchEvents
    configuration.sendEveryEvents = call.number("send_every_events")
    tracker = try ConversationTracker(configuration: configuration)
  }

  /// False when the call is none of these.
  private func ask(
    _ tracker: ConversationTracker, _ call: Call, _ answer: inout Answer
  ) async throws(ConversationTracker.Failure) -> Bool {
    let id = call["conversation_id"]
    switch call.name {
    case "send":
      answer.take(try await tracker.sendTrackedData(conversationID: id))
    case "pending":
      answer.items = try tracker.pendingItems(conversationID: id).map(answer.shown)
      let summary = try tracker.pendingSummary(conversationID: id)
      answer.counts = ["count": summary.count]
      answer.countsByKind = ["count_of": answer.byKind(summary.countByKind)]
    case "discard":
      answer.counts = ["count": try tracker.discardTrackedData(conversationID: id)]
    case "token_sums":
      let sums = try tracker.tokenUsage(conversationID: id)
      answer.counts = [
        "prompt": sums.prompt, "completion": sums.completion, "total": sums.total,
        "embedding": sums.embedding,
      ]
    case "reconfigure":
      try tracker.reconfigure(apiKey: call["api_key"], endpoint: call["endpoint"])
    case "stats":
      let stats = tracker.statistics
      answer.counts = [
        // What is refused while it is made ready never reaches the tracker.
        "accepted": stats.accepted, "rejected": prepared ? nil : stats.rejected, "delivered": stats.delivered,
        "dropped": stats.dropped, "discarded": stats.discarded, "buffered": stats.buffered,
        "spooled": stats.spooled, "requests": stats.requests, "mended": stats.mended,
      ]
    case "initialize":
      try await tracker.initializeConversation(
        conversationID: id, customerID: call["customer_id"], customerIPAddress: call["customer_ip_address"],
        device: call["device"], source: call["source"], language: call["language"], name: call["name"],
        environment: call["environment"], metadata: try call.metadata(prepared: prepared))
    default:
      return false
    }
    return true
  }
}
