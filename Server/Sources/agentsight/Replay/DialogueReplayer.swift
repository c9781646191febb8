import ConversationTracker

/// Tracks dialogues and sends them from time to time, so that memory stays small however long the file is.
struct DialogueReplayer {
  let tracker: ConversationTracker
  private(set) var counts = Counts()
  private var unsent = 0

  /// Events after which the tracker sends: some tens of requests, a few megabytes.
  private static let eventsPerSend = 10_000

  struct Counts {
    var conversations = 0
    var messages = 0
    var actions = 0
    var requests = 0
    var bytes = 0
  }

  init(tracker: ConversationTracker) { self.tracker = tracker }

  /// - Throws: `CommandError` for a line that is no dialogue, `ConversationTracker.Failure` where sending fails.
  mutating func replay(_ line: String, number: Int) async throws {
    do {
      try track(Dialogue(json: line))
    } catch {
      throw CommandError("Line \(number) cannot be replayed: \(error)")
    }
    if unsent >= Self.eventsPerSend { try await send() }
  }

  /// Sends what is left.
  mutating func finish() async throws {
    if unsent > 0 { try await send() }
  }

  private mutating func track(_ dialogue: Dialogue) throws {
    for turn in dialogue.turns {
      for call in turn.calls {
        try tracker.trackAction(
          call.method, toolsUsed: call.parameters.map { ConversationTracker.Metadata(json: $0) },
          response: call.results, conversationID: dialogue.id)
      }
      switch turn.speaker {
      case .user: try tracker.trackQuestion(turn.utterance, conversationID: dialogue.id)
      case .system: try tracker.trackAnswer(turn.utterance, conversationID: dialogue.id)
      }
      counts.actions += turn.calls.count
      counts.messages += 1
      unsent += turn.calls.count + 1
    }
    counts.conversations += 1
  }

  private mutating func send() async throws {
    let report = try await tracker.sendTrackedData()
    counts.requests += report.requests
    counts.bytes += report.bytes
    unsent = 0
  }
}
