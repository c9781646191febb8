import GRDB

extension Schema {
  /// What makes texts and long lists quick to find.
  ///
  /// `message_index` holds, for every three characters in a row, the messages that have them: not where, so it
  /// is no larger than the texts, and what it finds is compared with the text itself. It reads the texts from
  /// `messages` instead of keeping a second copy. It is brought up to date in steps of its own
  /// (`refreshMessageIndex`); until then readers look at the messages above `last_message` themselves.
  static func createSearch(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE VIRTUAL TABLE message_index USING fts5(
          content, content = 'messages', content_rowid = 'id', tokenize = 'trigram', detail = none,
          columnsize = 0);

        CREATE TABLE message_index_progress (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          last_message INTEGER NOT NULL,
          has_gone INTEGER NOT NULL
        ) STRICT;
        INSERT INTO message_index_progress VALUES (1, 0, 0);

        CREATE TRIGGER unindex_message AFTER DELETE ON messages
        WHEN OLD.id <= (SELECT last_message FROM message_index_progress) BEGIN
          INSERT INTO message_index (message_index, rowid, content) VALUES ('delete', OLD.id, OLD.content);
          UPDATE message_index_progress SET has_gone = 1,
            last_message = min(last_message, coalesce((SELECT max(id) FROM messages), 0));
        END;

        CREATE INDEX conversations_by_activity ON conversations (agent_id, deleted_at, ended_at);
        CREATE INDEX conversations_by_length ON conversations (agent_id, deleted_at, message_count);

        CREATE TABLE saved_filters (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          client_id INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
          person INTEGER REFERENCES people ON DELETE CASCADE,
          name TEXT NOT NULL,
          query TEXT NOT NULL,
          created_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX saved_filter_names ON saved_filters (client_id, coalesce(person, 0), name);
        CREATE INDEX saved_filters_of_person ON saved_filters (person);
        """)
  }
}
