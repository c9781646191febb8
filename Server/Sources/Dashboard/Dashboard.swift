import CollectorStore
import Hummingbird

/// The pages for people who have signed in. Rendered on the server.
public struct Dashboard: Sendable {
  let store: CollectorStore
  let cookie: SessionCookie
  let pictureDrafts = PictureDrafts()
  private let doorLimiter = SignInLimiter()
  private let passwordLimiter = SignInLimiter()

  /// `isSecure`: whether browsers reach the collector by TLS.
  public init(store: CollectorStore, isSecure: Bool) {
    self.store = store
    cookie = SessionCookie(isSecure: isSecure)
  }

  public func addRoutes<Context: RequestContext>(to router: Router<Context>) {
    router.add(middleware: PageErrors(store: store))
    router.get("assets/:file") { _, context in
      try StyleSheet.respond(file: context.parameters.require("file"))
    }
    router.get("pictures/:name") { _, context in
      try await respond(picture: context.parameters.require("name"))
    }
    let open = router.group(context: PageContext<Context>.self).add(middleware: BrandByHost(store: store))
    let signedIn = open.group().add(middleware: SessionGuard(store: store, cookie: cookie))
    SignInRoutes(store: store, cookie: cookie, limiter: doorLimiter).add(open: open, signedIn: signedIn)
    AccountRoutes(store: store, limiter: passwordLimiter).add(signedIn: signedIn)
    InvitationRoutes(store: store, cookie: cookie).add(open: open)
    open.get("shared/:token") { request, context in
      try await sharedPage(context.parameters.get("token"), request)
    }

    signedIn.get("/") { _, _ in Response.seeOther("/overview") }
    signedIn.get("overview") { request, context in
      let viewer = try context.requireViewer()
      if let start = try await startPage(viewer, request) { return start }
      return try await overviewPage(request, viewer)
    }
    signedIn.get("overview.json") { request, context in
      try await overviewJSON(request, context.requireViewer())
    }
    signedIn.get("overview/metrics") { _, context in try await metricsPage(context.requireViewer()) }
    signedIn.get("compare") { request, context in try await comparePage(request, context.requireViewer()) }
    signedIn.get("live") { request, context in
      let viewer = try context.requireViewer()
      if let start = try await startPage(viewer, request) { return start }
      return try await livePage(viewer)
    }
    signedIn.get("live/events") { request, context in
      try await liveEvents(request, context.requireViewer(), host: context.host.client)
    }
    addConversations(to: signedIn)
    addTranscripts(to: signedIn)
    addSettings(to: signedIn)
  }

  private func addConversations<Context: RequestContext>(to signedIn: RouterGroup<PageContext<Context>>) {
    signedIn.get("conversations") { request, context in
      let viewer = try context.requireViewer()
      if let start = try await startPage(viewer, request) { return start }
      return try await conversationsPage(request, viewer)
    }
    signedIn.get("conversations/export.csv") { request, context in
      try await export(.csv, request, context.requireViewer())
    }
    signedIn.get("conversations/export.json") { request, context in
      try await export(.json, request, context.requireViewer())
    }
    signedIn.post("conversations/filters") { request, context in
      try await saveFilter(request, context.requireViewer())
    }
    signedIn.post("conversations/filters/delete") { request, context in
      try await deleteFilter(request, context.requireViewer())
    }
  }

  /// The frame of a viewer's page.
  func frame(_ viewer: Viewer, section: String) async throws -> Frame {
    try await Frame.of(viewer, section: section, in: store)
  }

  private func respond(picture name: String) async throws -> Response {
    var found = try await store.picture(named: name)
    if found == nil { found = await pictureDrafts.picture(named: name) }
    guard let picture = found else { throw HTTPError(.notFound) }
    return Response(
      status: .ok,
      headers: [
        .contentType: picture.mimeType, .cacheControl: "public, max-age=31536000, immutable",
        .xContentTypeOptions: "nosniff", .contentSecurityPolicy: "default-src 'none'; sandbox",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture.bytes)))
  }
}

extension Response {
  /// Sends a browser on with GET, whatever it came with.
  static func seeOther(_ path: String, setting cookie: Cookie? = nil) -> Response {
    var response = Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    if let cookie { response.setCookie(cookie) }
    return response
  }
}
