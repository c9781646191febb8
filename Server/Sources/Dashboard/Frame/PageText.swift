import Mustache

/// Puts text into HTML, elements and quoted attributes alike.
///
/// Mustache's own escaping compares whole characters, and a quotation mark with a combining accent is
/// another character than a quotation mark; it would leave that one as it is, and a browser would end the
/// attribute there. This one goes by Unicode scalars. It also gives control characters a visible form.
struct PageText: MustacheContentType {
  static let name = "PAGE"

  func escapeText(_ text: String) -> String {
    var html = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": html.append(contentsOf: "&lt;".unicodeScalars)
      case ">": html.append(contentsOf: "&gt;".unicodeScalars)
      case "&": html.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": html.append(contentsOf: "&quot;".unicodeScalars)
      case "'": html.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": html.append(scalar)
      case "\u{0}"..."\u{1F}": html.append(Unicode.Scalar(0x2400 + scalar.value)!)
      case "\u{7F}": html.append("\u{2421}")
      case "\u{80}"..."\u{9F}": html.append("\u{FFFD}")
      default: html.append(scalar)
      }
    }
    return String(html)
  }
}
