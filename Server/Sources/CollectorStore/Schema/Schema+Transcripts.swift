import GRDB

extension Schema {
  /// Conversations, the spans that came in, and what they mean: messages, actions, buttons, token usage.
  ///
  /// The unique indexes are what makes a replay harmless. Times are microseconds since 1970. The `span` of a
  /// projection is the row it came from, which also tells the order of arrival; it is no foreign key, since
  /// both go with their conversation and the check would cost every insert a lookup.
  static func createTranscripts(_ db: Database) throws {
    try db.execute(sql: conversations + spans + messages + actions + buttons + tokenUsage)
  }

  private static let conversations = """
    CREATE TABLE conversations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
      environment_id INTEGER NOT NULL REFERENCES environments,
      conversation_id TEXT NOT NULL,
      name TEXT, customer_id TEXT, customer_ip_address TEXT, device TEXT, source TEXT, language TEXT,
      metadata TEXT,
      fields_at INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER NOT NULL,
      message_count INTEGER NOT NULL DEFAULT 0,
      action_count INTEGER NOT NULL DEFAULT 0,
      is_used INTEGER NOT NULL DEFAULT 0,
      is_marked INTEGER NOT NULL DEFAULT 0,
      deleted_at INTEGER,
      received_at INTEGER NOT NULL,
      UNIQUE (agent_id, conversation_id)
    ) STRICT;
    CREATE INDEX conversations_by_start ON conversations (agent_id, started_at);
    CREATE INDEX conversations_of_all_by_start ON conversations (started_at);

    """

  /// `incomplete_reason` is set on turns that were cut short and on nothing else.
  private static let spans = """
    CREATE TABLE spans (
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
      span_id TEXT NOT NULL,
      trace_id TEXT NOT NULL,
      parent_span_id TEXT,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      started_at INTEGER,
      ended_at INTEGER,
      duration_ms REAL,
      status TEXT NOT NULL,
      turn_id TEXT,
      incomplete_reason TEXT,
      payload TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      UNIQUE (conversation, span_id)
    ) STRICT;
    CREATE INDEX turns ON spans (conversation, turn_id) WHERE kind = 'turn';

    """

  /// `is_action` marks the message that stands for an action in a transcript; it is nobody's utterance and
  /// counts in `action_count`, not in `message_count`.
  private static let messages = """
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
      message_id TEXT NOT NULL,
      span INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      sender TEXT NOT NULL,
      content TEXT NOT NULL,
      metadata TEXT,
      latency_ms REAL,
      is_action INTEGER NOT NULL DEFAULT 0,
      UNIQUE (conversation, message_id)
    ) STRICT;
    CREATE INDEX messages_by_time ON messages (conversation, timestamp);

    """

  private static let actions = """
    CREATE TABLE actions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      agent_id INTEGER NOT NULL REFERENCES agents ON DELETE CASCADE,
      name TEXT NOT NULL,
      display_name TEXT NOT NULL,
      description TEXT NOT NULL DEFAULT '',
      UNIQUE (agent_id, name)
    ) STRICT;

    CREATE TABLE action_logs (
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
      action INTEGER NOT NULL REFERENCES actions,
      message INTEGER NOT NULL UNIQUE REFERENCES messages ON DELETE CASCADE,
      span INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      started_at INTEGER,
      ended_at INTEGER,
      duration_ms REAL,
      tools_used TEXT,
      response TEXT,
      error_message TEXT NOT NULL,
      metadata TEXT
    ) STRICT;
    CREATE INDEX action_logs_by_time ON action_logs (conversation, timestamp);
    CREATE INDEX action_logs_of_action ON action_logs (action);

    """

  private static let buttons = """
    CREATE TABLE buttons (
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
      span INTEGER NOT NULL UNIQUE,
      timestamp INTEGER NOT NULL,
      event TEXT NOT NULL,
      label TEXT NOT NULL,
      value TEXT NOT NULL,
      metadata TEXT
    ) STRICT;
    CREATE INDEX buttons_by_time ON buttons (conversation, timestamp);

    """

  private static let tokenUsage = """
    CREATE TABLE token_usage (
      id INTEGER PRIMARY KEY,
      conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
      turn_id TEXT NOT NULL,
      model TEXT NOT NULL,
      prompt_tokens INTEGER NOT NULL DEFAULT 0,
      completion_tokens INTEGER NOT NULL DEFAULT 0,
      embedding_tokens INTEGER NOT NULL DEFAULT 0,
      cache_read_tokens INTEGER NOT NULL DEFAULT 0,
      cache_write_tokens INTEGER NOT NULL DEFAULT 0,
      reasoning_tokens INTEGER NOT NULL DEFAULT 0,
      audio_input_tokens INTEGER NOT NULL DEFAULT 0,
      audio_output_tokens INTEGER NOT NULL DEFAULT 0,
      calls INTEGER NOT NULL DEFAULT 0,
      unreported_calls INTEGER NOT NULL DEFAULT 0,
      started_at INTEGER,
      ended_at INTEGER,
      UNIQUE (conversation, turn_id, model)
    ) STRICT;
    """
}
