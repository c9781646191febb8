import GRDB

/// The versions of the database. A migration that has been released is never edited; a change is a new one.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 tenants", migrate: createTenants)
    migrator.registerMigration("1 transcripts", migrate: createTranscripts)
    migrator.registerMigration("2 attachments", migrate: createAttachments)
    migrator.registerMigration("3 feedback", migrate: createFeedback)
    migrator.registerMigration("4 traces", migrate: indexTraces)
    migrator.registerMigration("5 tickets", migrate: createTickets)
    migrator.registerMigration("5 prices", migrate: createPrices)
    migrator.registerMigration("5 counts", migrate: createCounts)
    migrator.registerMigration("5 erasure", migrate: createErasure)
    migrator.registerMigration("5 operation", migrate: createOperation)
    migrator.registerMigration("5 people", migrate: createPeople)
    migrator.registerMigration("5 client settings", migrate: createClientSettings)
    migrator.registerMigration("6 rollups", migrate: createRollups)
    migrator.registerMigration("7 counts by day", migrate: countByDay)
    migrator.registerMigration("7 costs", migrate: addCostsToRollups)
    migrator.registerMigration("7 shares", migrate: createShares)
    migrator.registerMigration("7 search", migrate: createSearch)
    migrator.registerMigration("7 access changes", migrate: createAccessChanges)
    migrator.registerMigration("8 orders", migrate: indexOrders)
    migrator.registerMigration("8 misdated", migrate: createMisdated)
    migrator.registerMigration("8 countries", migrate: createCountries)
    migrator.registerMigration("9 days", migrate: addDaysToRollups)
    migrator.registerMigration("9 names", migrate: indexNames)
    return migrator
  }
}
