/// A brand as somebody typed it: checked before it is stored.
public struct BrandDraft: Sendable, Equatable {
  public var displayName = ""
  public var host = ""
  public var accent = ""
  public var accentOnDark = ""
  public var signInText = ""
  public var timeZone = ""
  /// Separated by commas or line breaks; empty: the standard ones.
  public var escalationNames = ""

  public init() {}

  /// What is wrong, by the name of the field. Empty: it can be stored.
  public func problems(isTimeZone: (String) -> Bool) -> [String: String] {
    var problems: [String: String] = [:]
    if displayName.unicodeScalars.count > 80 || !displayName.isPrintable {
      problems["display_name"] = "The name must have at most 80 characters and no control characters."
    }
    if !host.isEmpty, !Self.isHostName(host) {
      problems["host"] = "The host name must look like chats.example.com: no scheme, no port, no path."
    }
    problems["accent"] = Self.problem(accent, on: Brand.paper, "white", Brand.darkened)
    problems["accent_dark"] = Self.problem(
      accentOnDark, on: Brand.darkPaper, "the dark background", Brand.lightened)
    if signInText.unicodeScalars.count > 500 {
      problems["sign_in_text"] = "The text must have at most 500 characters."
    }
    if !timeZone.isEmpty, !isTimeZone(timeZone) {
      problems["time_zone"] = "'\(timeZone)' is no time zone; one is Europe/Berlin."
    }
    if names.contains(where: { $0.unicodeScalars.count > 255 }) || names.count > 50 {
      problems["escalation_names"] = "At most 50 names of at most 255 characters each."
    }
    return problems
  }

  var names: [String] {
    escalationNames.split { $0 == "," || $0.isNewline }.map { trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  private static func problem(
    _ text: String, on paper: Colour, _ paperName: String, _ mend: (Colour) -> Colour
  ) -> String? {
    guard !text.isEmpty else { return nil }
    guard let colour = Colour(text) else { return "A colour is six hexadecimal digits, such as #3557d6." }
    let contrast = colour.contrast(with: paper)
    guard contrast < Brand.leastContrast else { return nil }
    let tenths = (contrast * 10).rounded(.down) / 10
    return
      "Text in \(colour) has a contrast of \(tenths) on \(paperName); it needs \(Brand.leastContrast). \(mend(colour)) would do."
  }

  private static func isHostName(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= 253 && labels.count >= 2
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      }
  }
}

func trimmed(_ text: String) -> String {
  String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
}
