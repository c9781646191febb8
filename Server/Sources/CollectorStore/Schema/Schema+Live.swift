import GRDB

extension Schema {
  /// Counts what takes a right to look away, so that open streams notice: SQLite reports no changes of tables
  /// without row ids, which those of sessions and memberships are.
  static func createAccessChanges(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE access_changes (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          version INTEGER NOT NULL
        ) STRICT;
        INSERT INTO access_changes VALUES (1, 0);

        CREATE TRIGGER ended_session AFTER DELETE ON sessions BEGIN
          UPDATE access_changes SET version = version + 1;
        END;
        CREATE TRIGGER ended_membership AFTER DELETE ON memberships BEGIN
          UPDATE access_changes SET version = version + 1;
        END;
        CREATE TRIGGER changed_membership AFTER UPDATE ON memberships BEGIN
          UPDATE access_changes SET version = version + 1;
        END;
        CREATE TRIGGER changed_person AFTER UPDATE ON people BEGIN
          UPDATE access_changes SET version = version + 1;
        END;
        """)
  }
}
