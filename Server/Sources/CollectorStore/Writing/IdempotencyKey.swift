import GRDB

/// The `Idempotency-Key` of a request: of all requests with the same one, only the first is carried out.
public struct IdempotencyKey: Sendable, Equatable {
  let key: String
  let request: String

  /// `request` is all that tells this request from another one: its path and its body.
  public init(_ key: String, request: [String]) {
    // The caller's text may hold anything, a name too; its hash tells it from others as well.
    self.key = EventID(of: [key]).text
    self.request = EventID(of: request).text
  }

  /// Microseconds for which a key is remembered.
  static let lifetime: Int64 = 7 * 86_400_000_000
}

extension IngestWriter {
  /// Runs `make`, which answers the row that it made, unless a request with the same key has been carried
  /// out; then that one's row is the answer.
  /// - Throws: `WriteError.keyOfAnotherRequest`.
  func once(
    _ key: IdempotencyKey?, _ make: () throws -> Int64
  ) throws -> (row: Int64, isNew: Bool) {
    guard let key else { return (try make(), true) }
    try db.execute(
      literal: """
        DELETE FROM idempotency_keys WHERE agent_id = \(scope.agentID)
          AND created_at < \(receivedAt.microseconds - IdempotencyKey.lifetime)
        """)
    let known: SQLRequest<Row> = """
      SELECT request, row FROM idempotency_keys WHERE agent_id = \(scope.agentID) AND key = \(key.key)
      """
    if let first = try known.fetchOne(db) {
      guard first[0] == key.request else { throw WriteError.keyOfAnotherRequest }
      return (first[1], false)
    }
    let row = try make()
    try db.execute(
      literal: """
        INSERT INTO idempotency_keys (agent_id, key, request, row, created_at)
        VALUES (\(scope.agentID), \(key.key), \(key.request), \(row), \(receivedAt.microseconds))
        """)
    return (row, true)
  }
}
