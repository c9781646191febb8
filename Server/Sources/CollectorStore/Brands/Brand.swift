/// What a client's people see as their own: name, colours, pictures, host name and the text at the door.
public struct Brand: Sendable, Equatable {
  public let name: String
  /// The host name at which this brand greets whoever has not signed in yet.
  public var host: String?
  public var accent: Colour
  /// The accent where the background is dark.
  public var accentOnDark: Colour
  public var signInText: String?
  /// The pictures' names in addresses; nil: none.
  public var logo: String?
  public var icon: String?

  /// The colours that pages put behind text, light and dark.
  public static let paper = Colour(red: 255, green: 255, blue: 255)
  public static let darkPaper = Colour(red: 0x1b, green: 0x20, blue: 0x2a)

  /// The contrast that small text needs, by WCAG 2 at level AA.
  public static let leastContrast = 4.5

  public static let defaultAccent = Colour(red: 0x35, green: 0x57, blue: 0xd6)

  /// The brand of a client that has set nothing, and of pages that belong to no client.
  public init(name: String, accent: Colour = Brand.defaultAccent, accentOnDark: Colour? = nil) {
    self.name = name
    self.accent = accent
    self.accentOnDark = accentOnDark ?? Brand.lightened(accent)
  }

  /// The accent, made light enough to read on dark.
  public static func lightened(_ accent: Colour) -> Colour {
    accent.moved(towards: Colour(red: 255, green: 255, blue: 255)) {
      $0.contrast(with: darkPaper) >= leastContrast
    }
  }

  /// The accent, made dark enough to read on white: what a form offers in place of one that is too light.
  public static func darkened(_ accent: Colour) -> Colour {
    accent.moved(towards: Colour(red: 0, green: 0, blue: 0)) { $0.contrast(with: paper) >= leastContrast }
  }
}

/// How a client's figures are counted.
public struct ClientSettings: Sendable, Equatable {
  /// IANA name.
  public var timeZone = "UTC"
  /// The names of actions that hand a conversation over to a person.
  public var escalationNames = ClientSettings.standardEscalationNames

  public static let standardEscalationNames = ["fallback_to_human", "open_ticket", "ticket", "contact_human"]

  public init() {}
}
