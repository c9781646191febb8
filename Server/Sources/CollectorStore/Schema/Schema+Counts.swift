import GRDB

extension Schema {
  /// What keeps lists quick, however many conversations there are: their counts, kept up to date with every
  /// change, and indexes in the order in which lists show them.
  static func createCounts(_ db: Database) throws {
    try db.execute(sql: counts)
    try db.execute(
      sql: """
        CREATE INDEX conversations_listed ON conversations (agent_id, deleted_at, started_at);
        CREATE INDEX conversations_of_environment ON conversations (environment_id, deleted_at, started_at);
        CREATE INDEX conversations_of_customer ON conversations (agent_id, customer_id, started_at);
        CREATE INDEX conversations_marked ON conversations (agent_id, deleted_at, started_at)
          WHERE is_marked = 1;
        """)
  }

  private static let counts = """
    CREATE TABLE conversation_counts (
      agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
      environment_id INTEGER NOT NULL,
      is_deleted INTEGER NOT NULL,
      conversations INTEGER NOT NULL,
      PRIMARY KEY (agent_id, environment_id, is_deleted)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO conversation_counts
      SELECT agent_id, environment_id, deleted_at IS NOT NULL, count(*) FROM conversations GROUP BY 1, 2, 3;

    CREATE TRIGGER count_new_conversation AFTER INSERT ON conversations BEGIN
      INSERT INTO conversation_counts VALUES (new.agent_id, new.environment_id, new.deleted_at IS NOT NULL, 1)
        ON CONFLICT DO UPDATE SET conversations = conversations + 1;
    END;

    CREATE TRIGGER count_gone_conversation AFTER DELETE ON conversations BEGIN
      UPDATE conversation_counts SET conversations = conversations - 1
        WHERE agent_id = old.agent_id AND environment_id = old.environment_id
          AND is_deleted = (old.deleted_at IS NOT NULL);
    END;

    CREATE TRIGGER count_changed_conversation AFTER UPDATE OF environment_id, deleted_at ON conversations
      WHEN old.environment_id <> new.environment_id
        OR (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
      UPDATE conversation_counts SET conversations = conversations - 1
        WHERE agent_id = old.agent_id AND environment_id = old.environment_id
          AND is_deleted = (old.deleted_at IS NOT NULL);
      INSERT INTO conversation_counts VALUES (new.agent_id, new.environment_id, new.deleted_at IS NOT NULL, 1)
        ON CONFLICT DO UPDATE SET conversations = conversations + 1;
    END;
    """
}
