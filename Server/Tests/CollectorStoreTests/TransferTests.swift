import GRDB
import TestSupport
import Testing

@testable import CollectorStore

@Suite struct TransferTests {
  @Test func everyTableIsExportedOrLeftOutOnPurpose() throws {
    let store = try TemporaryStore()
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    let tables = try database.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
            AND name NOT LIKE 'grdb%' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'
          """)
    }
    let exported = (TransferTable.ofAgent + TransferTable.ofConversation).map(\.name)
    let known = Set(exported + TransferTable.leftOut + ["agents", "conversations"])
    #expect(Set(tables).subtracting(known) == [])
  }

  @Test func everyTableOfAConversationIsErased() throws {
    let store = try TemporaryStore()
    let database = try DatabaseQueue(path: store.directory.data.databasePath)
    let erased = try database.read { try CascadeStep.all($0).map(\.table) }
    #expect(Set(TransferTable.ofConversation.map(\.name)).subtracting(erased) == [])
    // Every row goes before what it refers to.
    let order = Dictionary(uniqueKeysWithValues: zip(erased, 0...))
    #expect(order["attachment_pieces"]! < order["attachments"]!)
    #expect(order["action_logs"]! < order["messages"]! && order["attachments"]! < order["messages"]!)
  }
}
