import GRDB

extension Schema {
  /// What a team works on because of what was said, and the requests that must not be carried out twice.
  ///
  /// A ticket about a conversation goes with it, since its text quotes it. `request` is the hash of what
  /// came with an idempotency key, `row` is what it made.
  static func createTickets(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE tickets (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
          environment_id INTEGER NOT NULL REFERENCES environments,
          conversation INTEGER REFERENCES conversations ON DELETE CASCADE,
          feedback INTEGER REFERENCES feedbacks ON DELETE SET NULL,
          title TEXT NOT NULL,
          status TEXT NOT NULL
            CHECK (status IN ('backlog', 'open', 'in_progress', 'in_review', 'done', 'closed')),
          priority TEXT NOT NULL CHECK (priority IN ('low', 'medium', 'high')),
          tags TEXT NOT NULL DEFAULT '[]',
          created_at INTEGER NOT NULL,
          updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX tickets_by_time ON tickets (agent_id, created_at);
        CREATE INDEX tickets_of_conversation ON tickets (conversation);
        CREATE INDEX tickets_of_feedback ON tickets (feedback);

        CREATE TABLE ticket_comments (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          ticket INTEGER NOT NULL REFERENCES tickets ON DELETE CASCADE,
          author TEXT NOT NULL,
          role TEXT NOT NULL CHECK (role IN ('agent', 'dev', 'reporter')),
          body TEXT NOT NULL,
          created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX comments_of_ticket ON ticket_comments (ticket);

        CREATE TABLE idempotency_keys (
          agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
          key TEXT NOT NULL,
          request TEXT NOT NULL,
          row INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          PRIMARY KEY (agent_id, key)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
