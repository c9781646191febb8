import GRDB

extension CollectorStore {
  /// The environments of an agent, oldest first.
  /// - Throws: `TenantError`.
  public func environments(of agent: AgentName) throws -> [EnvironmentRow] {
    try database.read { db in
      try fetchEnvironments(db, of: AgentScope(agentID: requireAgent(db, agent)))
    }
  }

  /// - Parameter slug: Lower-case letters, digits, `-` and `_`; what conversations name it by. It never changes.
  /// - Throws: `TenantError`; `StoreError.invalidName`.
  public func createEnvironment(
    _ slug: String, name: String, isProduction: Bool, of agent: AgentName, now: Timestamp = .now()
  ) throws {
    try writer().write { db in
      try insertEnvironment(
        db, slug, name: name, isProduction: isProduction, agentID: requireAgent(db, agent), now: now)
    }
  }

  /// Changes the name that people read; the slug stays.
  /// - Throws: `TenantError`; `StoreError.invalidName`.
  public func renameEnvironment(
    _ slug: String, to name: String, of agent: AgentName, now: Timestamp = .now()
  ) throws {
    try writer().write { db in
      try updateEnvironment(db, requireEnvironment(db, slug, of: agent), name: name, now: now)
    }
  }

  /// - Throws: `TenantError` for one that every agent has, or that something belongs to.
  public func deleteEnvironment(_ slug: String, of agent: AgentName) throws {
    try writer().write { db in
      try removeEnvironment(db, slug, agentID: requireAgent(db, agent))
    }
  }
}

/// Production and development exist for every agent, always.
let standardEnvironments = [
  (slug: "production", name: "Production", isProduction: true),
  (slug: "development", name: "Development", isProduction: false),
]

func insertStandardEnvironments(_ db: Database, agentID: Int64, now: Timestamp) throws {
  for (slug, name, isProduction) in standardEnvironments {
    try db.execute(
      literal: """
        INSERT INTO environments (agent_id, slug, name, is_production, created_at, updated_at)
        VALUES (\(agentID), \(slug), \(name), \(isProduction), \(now.microseconds), \(now.microseconds))
        ON CONFLICT (agent_id, slug) DO NOTHING
        """)
  }
}

func insertEnvironment(
  _ db: Database, _ slug: String, name: String, isProduction: Bool, agentID: Int64, now: Timestamp
) throws {
  let name = try checkedName(name)
  let isUsable = slug.utf8.allSatisfy { byte in
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
  guard isUsable, (1...64).contains(slug.utf8.count) else { throw TenantError.invalidSlug(slug) }
  guard try environmentID(db, slug, ofAgent: agentID) == nil else {
    throw TenantError.alreadyExists(kind: "environment", name: slug)
  }
  try db.execute(
    literal: """
      INSERT INTO environments (agent_id, slug, name, is_production, created_at, updated_at)
      VALUES (\(agentID), \(slug), \(name), \(isProduction), \(now.microseconds), \(now.microseconds))
      """)
}

func updateEnvironment(_ db: Database, _ id: Int64, name: String, now: Timestamp) throws {
  let name = try checkedName(name)
  try db.execute(
    literal: "UPDATE environments SET name = \(name), updated_at = \(now.microseconds) WHERE id = \(id)")
}

func removeEnvironment(_ db: Database, _ slug: String, agentID: Int64) throws {
  guard !standardEnvironments.contains(where: { $0.slug == slug }) else {
    throw TenantError.permanentEnvironment(slug)
  }
  guard let id = try environmentID(db, slug, ofAgent: agentID) else {
    throw TenantError.unknown(kind: "environment", name: slug)
  }
  do {
    try db.execute(literal: "DELETE FROM environments WHERE id = \(id)")
  } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
    throw TenantError.inUse(kind: "environment", name: slug)
  }
}

func environmentID(_ db: Database, _ slug: String, ofAgent agent: Int64) throws -> Int64? {
  try SQLRequest<Int64>("SELECT id FROM environments WHERE agent_id = \(agent) AND slug = \(slug)")
    .fetchOne(db)
}

private func requireEnvironment(_ db: Database, _ slug: String, of agent: AgentName) throws -> Int64 {
  guard let id = try environmentID(db, slug, ofAgent: requireAgent(db, agent)) else {
    throw TenantError.unknown(kind: "environment", name: slug)
  }
  return id
}
