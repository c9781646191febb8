import GRDB

extension Schema {
  /// What calls of models cost.
  ///
  /// Costs are whole units of 10⁻⁸ US dollars, so that sums of them are exact. `cost_usd` is NULL where no
  /// price is known and the caller reported none. `price_list` holds the one list that the costs were
  /// worked out with.
  static func createPrices(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE token_usage ADD COLUMN cost_usd INTEGER;
        ALTER TABLE token_usage ADD COLUMN cost_usd_reported INTEGER;
        ALTER TABLE token_usage ADD COLUMN cost_source TEXT NOT NULL DEFAULT 'unpriced'
          CHECK (cost_source IN ('backend', 'unpriced', 'reported'));
        ALTER TABLE token_usage ADD COLUMN received_at INTEGER;
        ALTER TABLE token_usage ADD COLUMN total_tokens INTEGER GENERATED ALWAYS AS
          (prompt_tokens + completion_tokens + embedding_tokens + cache_read_tokens + cache_write_tokens)
          VIRTUAL;

        CREATE TABLE price_list (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          text TEXT NOT NULL
        ) STRICT;
        """)
  }
}
