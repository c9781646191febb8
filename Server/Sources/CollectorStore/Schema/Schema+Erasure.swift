import GRDB

extension Schema {
  /// What is erased, what is to be erased, and what keeps it from coming back.
  ///
  /// A tombstone holds a hash, not the id: an id can be somebody's name. It keeps away what happened up to
  /// `until`; a conversation or customer that goes on after its erasure is recorded again. `expires_at` is
  /// null for an erasure that somebody asked for.
  ///
  /// The environment of a retention period is '' for all that have none of their own.
  static func createErasure(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE tombstones (
          agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('conversation', 'customer')),
          hash BLOB NOT NULL,
          until INTEGER NOT NULL,
          expires_at INTEGER,
          PRIMARY KEY (agent_id, kind, hash)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE erasures (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          erased_at INTEGER NOT NULL,
          receipt TEXT NOT NULL
        ) STRICT;

        CREATE TABLE retention (
          client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
          environment TEXT NOT NULL,
          days INTEGER NOT NULL CHECK (days > 0),
          PRIMARY KEY (client_id, environment)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX conversations_by_arrival ON conversations (agent_id, received_at);
        """)
  }

  /// `imports` tells how far an interrupted import came; `readiness` is what a health check writes to.
  static func createOperation(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE imports (
          export_id TEXT PRIMARY KEY,
          bytes INTEGER NOT NULL,
          line INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE readiness (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          checked_at INTEGER NOT NULL
        ) STRICT;
        """)
  }
}
