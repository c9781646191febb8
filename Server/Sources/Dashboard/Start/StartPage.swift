import CollectorStore
import Hummingbird

extension Dashboard {
  /// How to send the first conversation, for as long as there is none; nil after that, and for whoever asks for
  /// something in particular.
  func startPage(_ viewer: Viewer, _ request: Request) async throws -> Response? {
    guard (request.uri.query ?? "").isEmpty, try await !store.hasConversations(for: viewer.audience) else {
      return nil
    }
    let snapshot = try await store.liveSnapshot(for: viewer.audience, limit: 1)
    let scheme = cookie.isSecure ? "https" : "http"
    let view = StartView(
      events: LiveStream.path(after: snapshot.newest), script: LiveScript.path,
      keys: viewer.keysPath, mayMakeClients: viewer.person.isOperator,
      endpoint: "\(scheme)://\(request.head.authority ?? "127.0.0.1:8787")", examples: StartView.Example.all)
    return Page.render(.start, view, title: "Start", in: try await frame(viewer, section: "/overview"))
  }
}

private struct StartView {
  let events: String
  let script: String
  /// Where the viewer makes keys; nil: nowhere.
  let keys: String?
  let mayMakeClients: Bool
  /// Where trackers send to: the address at which this page was asked for.
  let endpoint: String
  let examples: [Example]

  struct Example {
    let language: String
    let code: String

    static let all = [
      Example(
        language: "Swift",
        code: """
          import ConversationTracker

          let tracker = try ConversationTracker()
          try tracker.trackQuestion("What is machine learning?", conversationID: "first")
          try await tracker.sendTrackedData()
          """),
      Example(
        language: "Python",
        code: """
          from agentsight import ConversationTracker

          tracker = ConversationTracker(conversation_id="first")
          tracker.track_question("What is machine learning?")
          tracker.send_tracked_data()
          """),
      Example(
        language: "C",
        code: """
          #include <agentsight.h>

          ags_tracker_create(&options, &tracker);  /* after ags_options_from_environment(&options) */
          ags_track_question(tracker, "first", "What is machine learning?", NULL);
          ags_send(tracker, 10000, NULL);
          """),
    ]
  }
}
