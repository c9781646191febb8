import GRDB

extension Schema {
  /// The people who look at the dashboard, what they may see of which client, and how they come in.
  ///
  /// Sessions and links are kept as SHA-256 of a random token, like API keys: whoever reads this database
  /// cannot sign in with what it holds. A link without a client is the set-up link of the first operator.
  static func createPeople(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE people (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          login TEXT NOT NULL UNIQUE COLLATE NOCASE,
          name TEXT NOT NULL,
          password TEXT NOT NULL,
          is_operator INTEGER NOT NULL DEFAULT 0,
          created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE memberships (
          person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
          client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
          role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
          PRIMARY KEY (person, client_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX memberships_of_client ON memberships (client_id);

        CREATE TABLE sessions (
          hash BLOB PRIMARY KEY,
          person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
          client_id INTEGER REFERENCES clients ON DELETE SET NULL,
          created_at INTEGER NOT NULL,
          seen_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_of_person ON sessions (person);

        CREATE TABLE invitations (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          hash BLOB NOT NULL UNIQUE,
          client_id INTEGER REFERENCES clients ON DELETE CASCADE,
          role TEXT NOT NULL CHECK (role IN ('operator', 'owner', 'editor', 'viewer')),
          note TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          CHECK ((client_id IS NULL) = (role = 'operator'))
        ) STRICT;
        """)
  }
}
