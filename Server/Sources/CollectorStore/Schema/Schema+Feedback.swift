import GRDB

extension Schema {
  /// What people think of a conversation, an agent or a message, and the running token counts of the 0.0.x
  /// clients.
  ///
  /// A repeat of a request has the `event_id` of the first one. `token_snapshots` keeps what a client's
  /// counters said, since only two readings together tell what was used between them.
  static func createFeedback(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE feedbacks (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
          environment_id INTEGER NOT NULL REFERENCES environments,
          conversation INTEGER REFERENCES conversations ON DELETE CASCADE,
          message INTEGER REFERENCES messages ON DELETE CASCADE,
          event_id TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('conversation', 'agent', 'message')),
          source TEXT NOT NULL CHECK (source IN ('customer', 'platform')),
          sentiment TEXT NOT NULL CHECK (sentiment IN ('positive', 'neutral', 'negative')),
          comment TEXT, category TEXT, topic TEXT, reason TEXT, metadata TEXT,
          created_at INTEGER NOT NULL,
          UNIQUE (agent_id, event_id)
        ) STRICT;
        CREATE INDEX feedbacks_by_time ON feedbacks (agent_id, created_at);
        CREATE INDEX feedbacks_of_conversation ON feedbacks (conversation);
        CREATE UNIQUE INDEX votes ON feedbacks (message) WHERE kind = 'message';

        CREATE TABLE token_snapshots (
          conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
          span INTEGER NOT NULL UNIQUE,
          timestamp INTEGER NOT NULL,
          prompt_tokens INTEGER NOT NULL,
          completion_tokens INTEGER NOT NULL,
          embedding_tokens INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX token_snapshots_by_time ON token_snapshots (conversation, timestamp);
        """)
  }
}
