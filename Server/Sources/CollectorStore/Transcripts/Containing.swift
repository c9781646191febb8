import GRDB

/// The condition that a column holds `text`, compared without regard to the case of ASCII letters; nothing in
/// the text is a wildcard.
func containing(_ text: String) -> SQL {
  var pattern = ""
  for character in text.unicodeScalars {
    if "%_\\".unicodeScalars.contains(character) { pattern.unicodeScalars.append("\\") }
    pattern.unicodeScalars.append(character)
  }
  return "LIKE \(bound("%" + pattern + "%")) ESCAPE '\\'"
}
