import GRDB

extension Schema {
  /// What the countries in the rollups were looked up in, and that another address may be another country.
  static func createCountries(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE country_source (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          version TEXT NOT NULL
        ) STRICT;
        INSERT INTO country_source VALUES (1, '');

        CREATE TRIGGER changed_address AFTER UPDATE ON conversations
        WHEN OLD.customer_ip_address IS NOT NEW.customer_ip_address
        BEGIN
          INSERT OR IGNORE INTO stale_slots VALUES (NEW.started_at / 900000000);
        END;
        """)
  }
}
