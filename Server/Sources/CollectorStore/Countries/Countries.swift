import GRDB
import Synchronization

/// Says which country an IP address belongs to.
public struct Countries: Sendable {
  /// Another one for each content: what was counted by other content is counted anew.
  let version: String
  /// Two capital letters of ISO 3166; nil for an address that it does not know.
  let code: @Sendable (_ address: String) -> String?

  public init(version: String, code: @escaping @Sendable (_ address: String) -> String?) {
    (self.version, self.code) = (version, code)
  }
}

/// The countries that the connections of a store look addresses up in.
///
/// Addresses are looked up when figures are summed up, and a country is kept nowhere but in the counts.
final class CountryLookup: Sendable {
  private let countries = Mutex<Countries?>(nil)

  var current: Countries? {
    get { countries.withLock { $0 } }
    set { countries.withLock { $0 = newValue } }
  }

  /// Makes `country_of(address)` known to SQL: the code, '' where the country is not known, NULL where there is
  /// nothing to look it up in.
  func install(in db: Database) {
    db.add(
      function: DatabaseFunction("country_of", argumentCount: 1) { values in
        guard let countries = self.current else { return nil }
        return String.fromDatabaseValue(values[0]).flatMap(countries.code) ?? ""
      })
  }
}

extension CollectorStore {
  /// Whether figures tell countries.
  public var knowsCountries: Bool { countryLookup.current != nil }

  /// Counts conversations by these countries from now on; nil: by none. What was counted by others before is
  /// counted anew in the background.
  public func use(_ countries: Countries?) async throws {
    countryLookup.current = countries
    let version = countries?.version ?? ""
    try await commit { db in
      guard try String.fetchOne(db, sql: "SELECT version FROM country_source") != version else { return }
      try db.execute(sql: "UPDATE country_source SET version = ?", arguments: [version])
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO stale_slots
            SELECT DISTINCT started_at / 900000000 FROM conversations WHERE is_used
            UNION SELECT moment / 900000000 FROM misdated WHERE source = 'conversations'
          """)
    }
  }
}
