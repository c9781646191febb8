import Foundation

/// What English calls the country of a code of ISO 3166; the code itself where it is none.
func countryName(_ code: String) -> String {
  Locale(identifier: "en").localizedString(forRegionCode: code) ?? code
}
