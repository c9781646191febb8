import GRDB

extension Schema {
  /// Links with which anybody can read one conversation for a while. Kept as SHA-256 of a random token, like
  /// sessions: the database does not tell the link.
  static func createShares(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE shares (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
          hash BLOB NOT NULL UNIQUE,
          person INTEGER REFERENCES people ON DELETE SET NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX shares_of_conversation ON shares (conversation);
        """)
  }
}
