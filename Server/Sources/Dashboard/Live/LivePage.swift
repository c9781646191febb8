import CollectorStore
import Hummingbird

extension Dashboard {
  /// What is happening now. The script keeps it up to date; without it there is a link.
  func livePage(_ viewer: Viewer) async throws -> Response {
    let snapshot = try await store.liveSnapshot(for: viewer.audience)
    let calendar = try await calendar(of: viewer)
    let view = LiveView(
      events: LiveStream.path(after: snapshot.newest), script: LiveScript.path,
      active: counted(snapshot.activeConversations, "conversation"),
      zone: calendar.name, messages: snapshot.messages.map { LiveMessageView($0, calendar) },
      isEmpty: snapshot.messages.isEmpty)
    return Page.render(.live, view, title: "Live", in: try await frame(viewer, section: "/live"))
  }

  /// The stream of what is said from now on, or from what the browser had last.
  func liveEvents(_ request: Request, _ viewer: Viewer, host: ClientScope?) async throws -> Response {
    let last =
      request.headers[.init("Last-Event-ID")!].flatMap { Int64($0) }
      ?? request.uri.queryParameters["after"].flatMap { Int64($0) }
    let stream = LiveStream(
      store: store, viewer: viewer, host: host, calendar: try await calendar(of: viewer), last: last)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff", .contentSecurityPolicy: "default-src 'none'",
        // A proxy in between must not collect the stream before it passes it on.
        .init("X-Accel-Buffering")!: "no",
      ],
      body: ResponseBody { writer in
        try await stream.write(to: &writer)
        try await writer.finish(nil)
      })
  }
}

private struct LiveView {
  let events: String
  let script: String
  let active: String
  let zone: String
  let messages: [LiveMessageView]
  let isEmpty: Bool
}
