import GRDB

extension Schema {
  /// Files that came with conversations.
  ///
  /// Their bytes are rows, not files beside the database: they are committed, erased and backed up together
  /// with the conversation they belong to, and no crash can leave a file without its row or a row without
  /// its file. They stand in pieces in a table of their own, so that reading a transcript never touches
  /// them and a download holds one piece in memory at a time.
  static func createAttachments(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE attachments (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          public_id TEXT NOT NULL UNIQUE,
          conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
          message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
          upload_id TEXT NOT NULL,
          position INTEGER NOT NULL,
          filename TEXT NOT NULL,
          mime_type TEXT NOT NULL,
          size INTEGER NOT NULL,
          received_at INTEGER NOT NULL,
          UNIQUE (conversation, upload_id, position)
        ) STRICT;
        CREATE INDEX attachments_of_message ON attachments (message);

        CREATE TABLE attachment_pieces (
          attachment INTEGER NOT NULL REFERENCES attachments ON DELETE CASCADE,
          position INTEGER NOT NULL,
          bytes BLOB NOT NULL,
          UNIQUE (attachment, position)
        ) STRICT;

        CREATE TABLE secrets (
          name TEXT PRIMARY KEY,
          bytes BLOB NOT NULL
        ) STRICT;
        """)
  }
}
