import GRDB

extension Schema {
  /// The counts of conversations once more, day by day: a page far into a list is found by adding up whole
  /// days instead of passing over every conversation in front of it.
  ///
  /// A day is the microsecond at which it begins in UTC.
  static func countByDay(_ db: Database) throws {
    try db.execute(
      sql: """
        DROP TRIGGER count_new_conversation;
        DROP TRIGGER count_gone_conversation;
        DROP TRIGGER count_changed_conversation;
        DROP TABLE conversation_counts;

        CREATE TABLE conversation_counts (
          agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
          environment_id INTEGER NOT NULL,
          is_deleted INTEGER NOT NULL,
          day INTEGER NOT NULL,
          conversations INTEGER NOT NULL,
          PRIMARY KEY (agent_id, environment_id, is_deleted, day)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO conversation_counts
          SELECT agent_id, environment_id, deleted_at IS NOT NULL, \(day(of: "conversations")), count(*)
          FROM conversations GROUP BY 1, 2, 3, 4;

        CREATE TRIGGER count_new_conversation AFTER INSERT ON conversations BEGIN
          \(countNew)
        END;
        CREATE TRIGGER count_gone_conversation AFTER DELETE ON conversations BEGIN
          \(countOld)
        END;
        CREATE TRIGGER count_changed_conversation
          AFTER UPDATE OF environment_id, deleted_at, started_at ON conversations
          WHEN old.environment_id <> new.environment_id
            OR (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)
            OR (old.started_at <> new.started_at AND \(day(of: "old")) <> \(day(of: "new"))) BEGIN
          \(countOld)
          \(countNew)
        END;
        """)
  }

  /// The length of a day, in microseconds.
  static let day: Int64 = 86_400_000_000

  /// The remainder is brought above zero, because that of a time before 1970 is below.
  private static func day(of row: String) -> String {
    "\(row).started_at - (\(row).started_at % \(day) + \(day)) % \(day)"
  }

  private static let countNew = """
    INSERT INTO conversation_counts
      VALUES (new.agent_id, new.environment_id, new.deleted_at IS NOT NULL, \(day(of: "new")), 1)
      ON CONFLICT DO UPDATE SET conversations = conversations + 1;
    """

  private static let countOld = """
    UPDATE conversation_counts SET conversations = conversations - 1
      WHERE agent_id = old.agent_id AND environment_id = old.environment_id
        AND is_deleted = (old.deleted_at IS NOT NULL) AND day = \(day(of: "old"));
    """
}
