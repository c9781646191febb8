#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether a text is an IPv4 or IPv6 address and nothing else.
func isIPAddress(_ text: String) -> Bool {
  // The parser reads up to a NUL, behind which anything could stand.
  guard !text.utf8.contains(0) else { return false }
  var address = in6_addr()
  return inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
}

/// The slug that a caller's name for an environment stands for: case and outer spaces do not count, and
/// the two that every agent has can be shortened.
func environmentSlug(_ name: String) -> String {
  let slug = name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  return switch slug {
  case "prod": "production"
  case "dev": "development"
  default: slug
  }
}
