import GRDB

extension Schema {
  /// What the figures of the dashboard are summed up from: counts per quarter of an hour, because every time
  /// zone's days begin at one.
  ///
  /// Rollups are made from the rows again, slot by slot, never counted on: whatever changed, the sum is right.
  /// New rows are noticed by their ids, which costs the writer nothing; `stale_slots` takes what happened to
  /// rows that were there already. Until a slot has been made again, readers sum its rows up themselves.
  static func createRollups(_ db: Database) throws {
    try db.execute(sql: tables + triggers)
  }

  private static let tables = """
    CREATE TABLE stale_slots (slot INTEGER PRIMARY KEY) STRICT;

    CREATE TABLE rollup_progress (
      source TEXT PRIMARY KEY,
      last_id INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO rollup_progress VALUES ('spans', 0), ('messages', 0), ('conversations', 0), ('feedbacks', 0);

    CREATE TABLE slot_activity (
      slot INTEGER NOT NULL,
      agent_id INTEGER NOT NULL,
      environment_id INTEGER NOT NULL,
      counts BLOB NOT NULL,
      responses BLOB,
      PRIMARY KEY (slot, agent_id, environment_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE slot_labels (
      slot INTEGER NOT NULL,
      agent_id INTEGER NOT NULL,
      environment_id INTEGER NOT NULL,
      dimension TEXT NOT NULL,
      label TEXT NOT NULL,
      count INTEGER NOT NULL,
      errors INTEGER NOT NULL,
      durations BLOB,
      PRIMARY KEY (slot, agent_id, environment_id, dimension, label)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX messages_by_moment ON messages (timestamp);
    CREATE INDEX action_logs_by_moment ON action_logs (timestamp);
    CREATE INDEX token_usage_by_moment ON token_usage (started_at);
    CREATE INDEX conversations_of_people
      ON conversations (agent_id, started_at, environment_id, is_used, deleted_at, customer_id);

    """

  private static let triggers = """
    CREATE TRIGGER stale_message AFTER DELETE ON messages BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (OLD.timestamp / 900000000);
      UPDATE rollup_progress SET last_id = min(last_id, OLD.id - 1) WHERE source = 'messages';
    END;
    CREATE TRIGGER stale_action AFTER DELETE ON action_logs BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (OLD.timestamp / 900000000);
    END;
    CREATE TRIGGER stale_tokens AFTER DELETE ON token_usage WHEN OLD.started_at IS NOT NULL BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (OLD.started_at / 900000000);
    END;
    CREATE TRIGGER stale_span AFTER DELETE ON spans BEGIN
      UPDATE rollup_progress SET last_id = min(last_id, OLD.id - 1) WHERE source = 'spans';
    END;
    CREATE TRIGGER stale_feedback AFTER DELETE ON feedbacks BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (OLD.created_at / 900000000);
    END;
    CREATE TRIGGER changed_feedback AFTER UPDATE ON feedbacks BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (OLD.created_at / 900000000);
    END;
    CREATE TRIGGER stale_conversation AFTER DELETE ON conversations BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (OLD.started_at / 900000000);
    END;
    CREATE TRIGGER changed_conversation AFTER UPDATE ON conversations
    WHEN (OLD.started_at, OLD.message_count, OLD.is_used) IS NOT (NEW.started_at, NEW.message_count, NEW.is_used)
      OR (OLD.device, OLD.source, OLD.language) IS NOT (NEW.device, NEW.source, NEW.language)
    BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (OLD.started_at / 900000000), (NEW.started_at / 900000000);
    END;
    CREATE TRIGGER moved_conversation AFTER UPDATE ON conversations
    WHEN (OLD.environment_id, OLD.deleted_at IS NULL) IS NOT (NEW.environment_id, NEW.deleted_at IS NULL)
    BEGIN
      INSERT OR IGNORE INTO stale_slots VALUES (NEW.started_at / 900000000);
      INSERT OR IGNORE INTO stale_slots
        SELECT timestamp / 900000000 FROM messages WHERE conversation = NEW.id
        UNION SELECT timestamp / 900000000 FROM action_logs WHERE conversation = NEW.id
        UNION SELECT started_at / 900000000 FROM token_usage
          WHERE conversation = NEW.id AND started_at IS NOT NULL
        UNION SELECT created_at / 900000000 FROM feedbacks WHERE conversation = NEW.id;
    END;
    """
}
