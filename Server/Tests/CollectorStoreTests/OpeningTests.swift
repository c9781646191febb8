import CollectorStore
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct OpeningTests {
  @Test func whatPeopleSaidIsPrivate() async throws {
    let store = try TemporaryStore()
    try await store.ingest(Batch().with("c", spans: [turn(1, [.question("secret", at: 0)])]))
    let folder = store.directory.data.path
    #expect(try mode(folder) == 0o700)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      #expect(try mode(folder + "/" + file) == 0o600, "\(file)")
    }
  }

  @Test func aNewerDatabaseIsLeftAlone() throws {
    let directory = try TemporaryDirectory()
    try CollectorStore.open(directory.data).close()
    let queue = try DatabaseQueue(path: directory.data.databasePath)
    try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 from the future')") }
    try queue.close()
    let expected = StoreError.newerDatabase(path: directory.data.databasePath)
    #expect(throws: expected) { try CollectorStore.open(directory.data) }
    #expect(throws: expected) { try CollectorStore.openReadOnly(directory.data) }
  }

  @Test func aFolderBelowAFileCannotBeUsed() throws {
    let directory = try TemporaryDirectory()
    try Data().write(to: URL(fileURLWithPath: directory.path + "/file"))
    let data = DataDirectory(path: directory.path + "/file/data")
    #expect { try CollectorStore.open(data) } throws: { error in
      guard case StoreError.directoryNotWritable(path: data.path, _) = error else { return false }
      return "\(error)".contains("--data")
    }
  }

  @Test func anotherProgramsFileIsNotOverwritten() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: directory.data.path, withIntermediateDirectories: true)
    let text = Data(String(repeating: "This is a diary. ", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: directory.data.databasePath))
    #expect { try CollectorStore.open(directory.data) } throws: { error in
      if case StoreError.notADatabase = error { true } else { false }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: directory.data.databasePath)) == text)
  }

  @Test func readingNeedsADatabase() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: StoreError.noDatabase(path: directory.data.databasePath)) {
      try CollectorStore.openReadOnly(directory.data)
    }
  }

  @Test func closingLeavesOneFile() async throws {
    let directory = try TemporaryDirectory()
    let store = try CollectorStore.open(directory.data)
    let key = try store.createKey(agent: "Shop")
    _ = try await store.authenticate(key.text)
    try store.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.data.path) == ["agentsight.sqlite"])
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }
}
