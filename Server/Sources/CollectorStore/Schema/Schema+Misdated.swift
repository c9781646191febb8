import GRDB

extension Schema {
  /// What happened at a time that cannot be right, by the caller's clock: before 2000, or after it was received.
  /// It keeps the time that the caller told; its figures count at `moment`, when it was received.
  ///
  /// A table beside the others instead of a column in each, because hardly any row is in it.
  static func createMisdated(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE misdated (
          source TEXT NOT NULL CHECK (source IN ('conversations', 'messages', 'action_logs', 'token_usage')),
          row INTEGER NOT NULL,
          moment INTEGER NOT NULL,
          PRIMARY KEY (source, row)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX misdated_by_moment ON misdated (source, moment);

        CREATE TRIGGER misdated_conversation AFTER UPDATE ON conversations
        WHEN EXISTS (SELECT 1 FROM misdated WHERE source = 'conversations' AND row = NEW.id) BEGIN
          \(staleSlots("source = 'conversations' AND row = NEW.id"))
          DELETE FROM misdated WHERE source = 'conversations' AND row = NEW.id
            AND NEW.started_at BETWEEN \(Timestamp.earliestCredible.microseconds)
              AND NEW.received_at + \(Timestamp.credibleLead);
        END;

        CREATE TRIGGER misdated_parts AFTER UPDATE ON conversations
        WHEN (OLD.environment_id, OLD.deleted_at IS NULL) IS NOT (NEW.environment_id, NEW.deleted_at IS NULL)
        BEGIN
          \(["messages", "action_logs", "token_usage"].map { table in
            staleSlots("source = '\(table)' AND row IN (SELECT id FROM \(table) WHERE conversation = NEW.id)")
          }.joined(separator: "\n"))
        END;
        """)
    for table in Misdated.sources {
      try db.execute(
        sql: """
          CREATE TRIGGER misdated_\(table)_gone AFTER DELETE ON \(table)
          WHEN EXISTS (SELECT 1 FROM misdated WHERE source = '\(table)' AND row = OLD.id) BEGIN
            \(staleSlots("source = '\(table)' AND row = OLD.id"))
            DELETE FROM misdated WHERE source = '\(table)' AND row = OLD.id;
          END;
          """)
    }
    try Misdated.note(db)
  }

  private static func staleSlots(_ condition: String) -> String {
    "INSERT OR IGNORE INTO stale_slots SELECT moment / 900000000 FROM misdated WHERE \(condition);"
  }
}
