import GRDB

extension Schema {
  /// What a client's people see as its own, and how its figures are counted.
  ///
  /// A client without a row here has the defaults of `ClientSettings`. Pictures are named by a hash of their
  /// content, so that browsers can keep them for good.
  static func createClientSettings(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE client_settings (
          client_id INTEGER PRIMARY KEY REFERENCES clients ON DELETE CASCADE,
          display_name TEXT,
          host TEXT UNIQUE COLLATE NOCASE,
          accent TEXT, accent_dark TEXT,
          sign_in_text TEXT,
          time_zone TEXT NOT NULL DEFAULT 'UTC',
          escalation_names TEXT
        ) STRICT;

        CREATE TABLE client_pictures (
          client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
          use TEXT NOT NULL CHECK (use IN ('logo', 'icon')),
          name TEXT NOT NULL,
          mime_type TEXT NOT NULL,
          bytes BLOB NOT NULL,
          PRIMARY KEY (client_id, use)
        ) STRICT;
        CREATE INDEX client_pictures_by_name ON client_pictures (name);
        """)
  }
}
