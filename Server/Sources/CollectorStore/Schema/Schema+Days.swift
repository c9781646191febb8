import GRDB

extension Schema {
  /// Rollups of whole days in UTC, so that a year is read as 365 rows, and what they tell different people and
  /// handed over conversations by.
  ///
  /// A day is in `stale_days` from the change of one of its slots' rollups until its rows are made again; today
  /// stays there. All slots are summed up anew, since their rollups do not have `conversations` yet.
  static func addDaysToRollups(_ db: Database) throws {
    try db.execute(sql: tables + triggers)
  }

  private static let tables = """
    ALTER TABLE slot_activity ADD COLUMN conversations BLOB;
    INSERT OR IGNORE INTO stale_slots SELECT slot FROM slot_activity;

    CREATE TABLE stale_days (day INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE day_rollups (
      agent_id INTEGER NOT NULL,
      environment_id INTEGER NOT NULL,
      day INTEGER NOT NULL,
      counts BLOB NOT NULL,
      responses BLOB NOT NULL,
      conversations BLOB NOT NULL,
      labels BLOB NOT NULL,
      PRIMARY KEY (agent_id, environment_id, day)
    ) STRICT;
    CREATE INDEX day_rollups_of_day ON day_rollups (day);

    """

  /// What rollups did not depend on before: who had a conversation, and which actions belong to it. A name of an
  /// action is in the labels of the slots in which it was done.
  private static let triggers = """
    CREATE TRIGGER changed_customer AFTER UPDATE OF customer_id ON conversations
    WHEN OLD.customer_id IS NOT NEW.customer_id
    BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (NEW.started_at / 900000000);
    END;
    CREATE TRIGGER stale_action_of_conversation AFTER DELETE ON action_logs BEGIN
      INSERT OR IGNORE INTO stale_slots
        SELECT started_at / 900000000 FROM conversations WHERE id = OLD.conversation
        UNION SELECT moment / 900000000 FROM misdated WHERE source = 'conversations' AND row = OLD.conversation;
    END;
    CREATE TRIGGER renamed_action AFTER UPDATE OF name ON actions WHEN OLD.name <> NEW.name BEGIN
      INSERT OR IGNORE INTO stale_slots
        SELECT timestamp / 900000000 FROM action_logs WHERE action = NEW.id
        UNION SELECT moment / 900000000 FROM misdated
          WHERE source = 'action_logs' AND row IN (SELECT id FROM action_logs WHERE action = NEW.id);
    END;
    """
}
