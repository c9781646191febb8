import GRDB

extension Schema {
  /// The index of names and ids, like that of messages (`createSearch`). A conversation that is named anew, or
  /// gets its customer later, is taken out and put in again at once.
  static func indexNames(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE VIRTUAL TABLE conversation_index USING fts5(
          name, conversation_id, customer_id, content = 'conversations', content_rowid = 'id',
          tokenize = 'trigram', detail = none, columnsize = 0);

        CREATE TABLE conversation_index_progress (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          last_conversation INTEGER NOT NULL,
          has_gone INTEGER NOT NULL
        ) STRICT;
        INSERT INTO conversation_index_progress VALUES (1, 0, 0);

        CREATE TRIGGER unindex_conversation AFTER DELETE ON conversations
        WHEN OLD.id <= (SELECT last_conversation FROM conversation_index_progress) BEGIN
          \(removeOld)
        END;

        CREATE TRIGGER reindex_conversation AFTER UPDATE OF name, customer_id ON conversations
        WHEN (OLD.name, OLD.customer_id) IS NOT (NEW.name, NEW.customer_id)
          AND OLD.id <= (SELECT last_conversation FROM conversation_index_progress) BEGIN
          \(removeOld)
          INSERT INTO conversation_index (rowid, name, conversation_id, customer_id)
            VALUES (NEW.id, NEW.name, NEW.conversation_id, NEW.customer_id);
        END;
        """)
  }

  private static let removeOld = """
    INSERT INTO conversation_index (conversation_index, rowid, name, conversation_id, customer_id)
      VALUES ('delete', OLD.id, OLD.name, OLD.conversation_id, OLD.customer_id);
    UPDATE conversation_index_progress SET has_gone = 1;
    """
}
