import Hummingbird

/// The style sheet, the script and the icon, served under a name that changes with their content, so that browsers can
/// keep them for good.
enum StyleSheet {
  private static let whole = source + settings + figures + transcript
  static let path = "/assets/style-\(fingerprint(of: whole)).css"

  static func respond(file: String) throws -> Response {
    switch "/assets/" + file {
    case path:
      return response(whole, type: "text/css; charset=utf-8", cache: "public, max-age=31536000, immutable")
    case LiveScript.path:
      return response(
        LiveScript.source, type: "text/javascript; charset=utf-8",
        cache: "public, max-age=31536000, immutable")
    case "/assets/icon.svg": return response(icon, type: "image/svg+xml", cache: "public, max-age=86400")
    default:
      guard let brand = BrandSheet.source(file: file) else { throw HTTPError(.notFound) }
      return response(brand, type: "text/css; charset=utf-8", cache: "public, max-age=31536000, immutable")
    }
  }

  private static func response(_ text: String, type: String, cache: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: cache, .xContentTypeOptions: "nosniff"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3557d6"/>\
    <path d="M5 16c5-8 17-8 22 0-5 8-17 8-22 0Z" fill="#fff"/><circle cx="16" cy="16" r="4" fill="#3557d6"/></svg>
    """
}

/// FNV-1a: it has to differ between two releases, and nothing more.
func fingerprint(of text: String) -> String {
  let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  return String(hash, radix: 16)
}
