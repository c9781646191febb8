import CollectorStore
import Hummingbird

/// The cookie that holds a session's token: for this host alone, out of reach of scripts, not sent along
/// with another site's forms.
struct SessionCookie: Sendable {
  /// Whether browsers reach the collector by TLS.
  let isSecure: Bool

  /// The prefix makes browsers refuse a cookie of this name that a neighbouring host sets.
  private var name: String { isSecure ? "__Host-session" : "session" }

  func token(in request: Request) -> SecretToken? {
    request.cookies[name].flatMap { SecretToken(text: $0.value) }
  }

  func set(_ token: SecretToken) -> Cookie {
    Cookie(
      name: name, value: token.text, maxAge: 30 * 86_400, path: "/", secure: isSecure, httpOnly: true,
      sameSite: .lax)
  }

  var removed: Cookie {
    Cookie(name: name, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
  }
}
