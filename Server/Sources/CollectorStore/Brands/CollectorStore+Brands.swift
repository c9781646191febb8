import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CollectorStore {
  /// The brand that greets at `host`, and whose it is; nil where no client has that host name.
  public func brand(atHost host: String) async throws -> (scope: ClientScope, brand: Brand)? {
    try await database.read { db in
      try Row.fetchOne(
        db.cachedStatement(sql: brandQuery + " WHERE client_settings.host = ?"), arguments: [host]
      ).map { (ClientScope(clientID: $0["id"]), Brand($0)) }
    }
  }

  /// The brand and the settings of a client.
  public func brand(of client: ClientScope) async throws -> (brand: Brand, settings: ClientSettings) {
    try await database.read { db in
      let row = try Row.fetchOne(
        db.cachedStatement(sql: brandQuery + " WHERE clients.id = ?"), arguments: [client.clientID])
      guard let row else { throw DatabaseError(resultCode: .SQLITE_NOTFOUND) }
      return (Brand(row), ClientSettings(row))
    }
  }

  /// What a form shows: empty where the client has the default.
  public func brandDraft(of client: ClientScope) async throws -> BrandDraft {
    try await database.read { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM client_settings WHERE client_id = ?", arguments: [client.clientID])
      return row.map(BrandDraft.init) ?? BrandDraft()
    }
  }

  /// Stores a draft without problems. In effect from the next request on.
  /// - Throws: `BrandError.takenHost`.
  public func setBrand(of client: ClientScope, to draft: BrandDraft) async throws {
    let names = draft.names.isEmpty ? nil : draft.names.joined(separator: "\n")
    let texts = [draft.displayName, draft.host, draft.accent, draft.accentOnDark, draft.signInText].map {
      let text = trimmed($0)
      return text.isEmpty ? nil : text
    }
    try await commit { db in
      do {
        try db.execute(
          sql: """
            INSERT INTO client_settings (client_id, display_name, host, accent, accent_dark,
              sign_in_text, time_zone, escalation_names) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (client_id) DO UPDATE SET (display_name, host, accent, accent_dark,
              sign_in_text, time_zone, escalation_names) = (excluded.display_name, excluded.host,
              excluded.accent, excluded.accent_dark, excluded.sign_in_text, excluded.time_zone,
              excluded.escalation_names)
            """,
          arguments: [client.clientID] + StatementArguments(texts)
            + [draft.timeZone.isEmpty ? "UTC" : draft.timeZone, names])
      } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
        throw BrandError.takenHost
      }
    }
  }

  /// Sets or removes (nil) a picture.
  public func setPicture(_ picture: Picture?, for use: Picture.Use, of client: ClientScope) async throws {
    try await commit { db in
      guard let picture else {
        try db.execute(
          sql: "DELETE FROM client_pictures WHERE client_id = ? AND use = ?",
          arguments: [client.clientID, use.rawValue])
        return
      }
      try db.execute(
        sql:
          "INSERT OR REPLACE INTO client_pictures (client_id, use, name, mime_type, bytes) VALUES (?, ?, ?, ?, ?)",
        arguments: [client.clientID, use.rawValue, picture.name, picture.mimeType, Data(picture.bytes)])
    }
  }

  /// A picture by its name, which is a hash of it: whoever knows the name has seen the picture.
  public func picture(named name: String) async throws -> Picture? {
    try await database.read { db in
      try Row.fetchOne(
        db, sql: "SELECT mime_type, bytes FROM client_pictures WHERE name = ? LIMIT 1", arguments: [name]
      ).map { Picture(mimeType: $0[0], stored: Array($0[1] as Data)) }
    }
  }
}

public enum BrandError: Error, CustomStringConvertible {
  case takenHost

  public var description: String { "Another client has this host name." }
}

private let brandQuery = """
  SELECT clients.id, clients.name, client_settings.*,
    (SELECT name FROM client_pictures WHERE client_id = clients.id AND use = 'logo') AS logo,
    (SELECT name FROM client_pictures WHERE client_id = clients.id AND use = 'icon') AS icon
  FROM clients LEFT JOIN client_settings ON client_settings.client_id = clients.id
  """

extension Brand {
  fileprivate init(_ row: Row) {
    let accent = (row["accent"] as String?).flatMap { Colour($0) }
    self.init(
      name: row["display_name"] as String? ?? row["name"], accent: accent ?? Brand.defaultAccent,
      accentOnDark: (row["accent_dark"] as String?).flatMap { Colour($0) })
    host = row["host"]
    signInText = row["sign_in_text"]
    logo = row["logo"]
    icon = row["icon"]
  }
}

extension ClientSettings {
  init(_ row: Row) {
    self.init()
    if let zone = row["time_zone"] as String? { timeZone = zone }
    if let names = row["escalation_names"] as String? {
      escalationNames = names.split(separator: "\n").map(String.init)
    }
  }
}

extension BrandDraft {
  fileprivate init(_ row: Row) {
    self.init()
    displayName = row["display_name"] ?? ""
    host = row["host"] ?? ""
    accent = row["accent"] ?? ""
    accentOnDark = row["accent_dark"] ?? ""
    signInText = row["sign_in_text"] ?? ""
    timeZone = row["time_zone"]
    escalationNames = (row["escalation_names"] as String? ?? "").replacing("\n", with: ", ")
  }
}
