import CollectorStore
import Hummingbird

/// The style sheet with a brand's colours. The colours are its address, so that it never goes stale and the
/// pages need no style of their own.
enum BrandSheet {
  static func path(of brand: Brand) -> String {
    "/assets/brand-\(digits(brand.accent))-\(digits(brand.accentOnDark)).css"
  }

  /// The sheet at `/assets/<file>`; nil where the name is none of these.
  static func source(file: String) -> String? {
    guard let match = file.wholeMatch(of: /brand-([0-9a-f]{6})-([0-9a-f]{6})\.css/),
      let accent = Colour(String(match.1)), let onDark = Colour(String(match.2))
    else { return nil }
    return """
      :root { --accent: \(accent); --on-accent: \(readable(on: accent)); }
      @media (prefers-color-scheme: dark) {
        :root { --accent: \(onDark); --on-accent: \(readable(on: onDark)); }
      }
      """
  }

  private static func digits(_ colour: Colour) -> String { String("\(colour)".dropFirst()) }

  /// Black or white, whichever reads better.
  private static func readable(on colour: Colour) -> Colour {
    let (white, black) = (Colour(red: 255, green: 255, blue: 255), Colour(red: 0, green: 0, blue: 0))
    return white.contrast(with: colour) >= black.contrast(with: colour) ? white : black
  }
}
