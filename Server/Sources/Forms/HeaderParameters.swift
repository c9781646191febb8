/// The parameters of a header such as `form-data; name="file"; filename="a.txt"`.
struct HeaderParameters {
  private var values: [String: String] = [:]

  init(_ header: String) {
    var rest = header.unicodeScalars.drop { $0 != ";" }
    while rest.popFirst() == ";" {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      let name = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest[name.endIndex...]
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst()
      let value: Substring.UnicodeScalarView
      if rest.first == "\"" {
        value = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest[value.endIndex...].dropFirst().drop { $0 != ";" }
      } else {
        value = rest.prefix { $0 != ";" }
        rest = rest[value.endIndex...]
      }
      values[String(name).lowercased()] = Self.unquoted(String(value))
    }
  }

  subscript(name: String) -> String? { values[name] }

  /// Browsers and Python spell three characters so that they cannot end the header, and no other: a
  /// backslash is a backslash.
  private static func unquoted(_ text: String) -> String {
    guard text.contains("%") else { return text }
    var result = text
    for (spelling, character) in [("%22", "\""), ("%0D", "\r"), ("%0d", "\r"), ("%0A", "\n"), ("%0a", "\n")] {
      result = result.split(separator: spelling, omittingEmptySubsequences: false)
        .joined(separator: character)
    }
    return result
  }

  /// The text of RFC 8187's `UTF-8''na%C3%AFve.txt`; nil for another character set.
  static func extended(_ value: String) -> String? {
    let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
    return formDecoded(
      parts[2].split(separator: "+", omittingEmptySubsequences: false)
        .joined(separator: "%2B")[...])
  }
}
