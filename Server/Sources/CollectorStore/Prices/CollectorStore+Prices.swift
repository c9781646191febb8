import GRDB

extension PriceList {
  /// Makes the cost of a row known to SQL as `token_cost(model, prompt, completion, cache_read, cache_write,
  /// embedding)`: units of `Money`, or NULL for a model without a price.
  func install(in db: Database) {
    db.add(
      function: DatabaseFunction("token_cost", argumentCount: 6, pure: true) { values in
        guard let model = String.fromDatabaseValue(values[0]), let prices = self.prices(of: model) else {
          return nil
        }
        let counts = values.dropFirst().map { Int64.fromDatabaseValue($0) ?? 0 }
        return prices.cost(
          input: counts[0], output: counts[1], cacheRead: counts[2], cacheWrite: counts[3],
          embedding: counts[4])?.units
      })
  }

  /// What a row of token usage costs, and who says so.
  static let assignments = """
    cost_usd = coalesce(token_cost(model, prompt_tokens, completion_tokens, cache_read_tokens,
      cache_write_tokens, embedding_tokens), cost_usd_reported),
    cost_source = iif(token_cost(model, prompt_tokens, completion_tokens, cache_read_tokens,
      cache_write_tokens, embedding_tokens) IS NOT NULL, 'backend',
      iif(cost_usd_reported IS NOT NULL, 'reported', 'unpriced'))
    """

  /// The list that the costs in a database were worked out with; nil where there is none yet.
  static func stored(_ db: Database) throws -> PriceList? {
    guard try db.tableExists("price_list"),
      let text = try String.fetchOne(db, sql: "SELECT text FROM price_list")
    else { return nil }
    return try PriceList(text: text)
  }

  /// Puts this list in the place of the one before and works out every cost again.
  func apply(to db: Database) throws {
    try db.execute(sql: "INSERT OR REPLACE INTO price_list (id, text) VALUES (1, ?)", arguments: [text])
    try db.execute(sql: "UPDATE token_usage SET \(Self.assignments)")
  }
}

extension IngestWriter {
  /// Works out the cost of a row of token usage from its sums.
  func price(turn: String, model: String, _ conversation: ConversationRowID) throws {
    var update = try InsertStatement(
      db,
      """
      UPDATE token_usage SET \(PriceList.assignments) WHERE conversation = ? AND turn_id = ? AND model = ?
      """)
    update.bind(conversation.value)
    update.bind(turn)
    update.bind(model)
    try update.run(db)
  }
}
