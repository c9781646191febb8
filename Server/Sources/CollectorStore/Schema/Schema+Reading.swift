import GRDB

extension Schema {
  /// What makes reading by trace quick.
  static func indexTraces(_ db: Database) throws {
    try db.execute(sql: "CREATE INDEX spans_of_trace ON spans (trace_id)")
  }
}
