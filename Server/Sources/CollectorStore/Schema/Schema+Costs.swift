import GRDB

extension Schema {
  /// Lets rollups hold what tokens cost: all are made anew, and again when a price changes.
  static func addCostsToRollups(_ db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM slot_activity;
        DELETE FROM slot_labels;
        DELETE FROM stale_slots;
        UPDATE rollup_progress SET last_id = 0;

        CREATE TRIGGER changed_cost AFTER UPDATE OF cost_usd ON token_usage
        WHEN OLD.cost_usd IS NOT NEW.cost_usd AND NEW.started_at IS NOT NULL
        BEGIN
          INSERT OR IGNORE INTO stale_slots VALUES (NEW.started_at / 900000000);
        END;
        """)
  }
}
