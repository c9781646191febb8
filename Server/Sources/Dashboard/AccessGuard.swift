import Hummingbird

/// Closes the pages where sign-in would be needed, and to requests that another site has steered here.
struct AccessGuard<Context: RequestContext>: RouterMiddleware {
  let access: Dashboard.Access

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard case .thisMachine = access else {
      return Page.message(
        .forbidden, title: "These pages are closed",
        text: """
          This collector listens on an address that other machines can reach, and has no sign-in yet. \
          Start it with --host 127.0.0.1 to read conversations here, or use 'agentsight show'.
          """)
    }
    // A foreign site can point its own name at 127.0.0.1 and have a browser here read the pages for it;
    // the Host header then still carries that name.
    guard isLoopbackAuthority(request.head.authority ?? "") else {
      return Page.message(
        .misdirectedRequest, title: "Wrong address",
        text: "Open this page as http://localhost or http://127.0.0.1, with the collector's port.")
    }
    return try await next(request, context)
  }
}

/// Whether the authority of a request, with or without port, is a name of this machine's loopback.
func isLoopbackAuthority(_ authority: String) -> Bool {
  let host: Substring
  if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
    host = authority[authority.index(after: authority.startIndex)..<end]
  } else {
    host = authority.prefix { $0 != ":" }
  }
  if host.lowercased() == "localhost" || host == "::1" { return true }
  let parts = host.split(separator: ".", omittingEmptySubsequences: false)
  return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
}
