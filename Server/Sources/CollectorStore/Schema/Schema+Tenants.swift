import GRDB

extension Schema {
  /// client → agents → API keys and environments.
  ///
  /// Keys are kept as SHA-256 of the whole key: 128 random bits need no slow hash, and a lookup by hash
  /// takes the same steps whichever key is offered.
  static func createTenants(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE clients (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE,
          created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE agents (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
          name TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          UNIQUE (client_id, name)
        ) STRICT;

        CREATE TABLE api_keys (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
          name TEXT NOT NULL,
          role TEXT NOT NULL CHECK (role IN ('read', 'write')),
          hash BLOB NOT NULL UNIQUE,
          prefix TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          revoked_at INTEGER
        ) STRICT;
        CREATE INDEX api_keys_of_agent ON api_keys (agent_id);

        CREATE TABLE environments (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
          slug TEXT NOT NULL,
          name TEXT NOT NULL,
          is_production INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          updated_at INTEGER NOT NULL,
          UNIQUE (agent_id, slug)
        ) STRICT;
        """)
  }
}
