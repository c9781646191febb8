import CollectorAPI
import CollectorStore
import TestSupport
import Testing

/// Batches of concurrent requests share transactions, and nothing else.
@Suite struct GroupCommitTests {
  @Test func theFailureOfOneBatchIsItsOwn() async throws {
    let store = try TemporaryStore()
    let credential = try await store.credential()
    let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
      for index in 0..<60 {
        group.addTask {
          do {
            let json = Batch().with("c\(index)", spans: [turn(1, [.question("q", at: 0)])]).json
            var batch = try BatchDecoder(environments: credential.environments).decode(json)
            // An environment that was deleted after the batch was checked: the database refuses the row.
            if index % 3 == 0 { batch.conversations[0].environmentID = 999 }
            _ = try await store.store.ingest(batch, for: credential.scope)
            return (index, true)
          } catch { return (index, false) }
        }
      }
      return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
    }
    #expect(outcomes.count == 60)
    for (index, isStored) in outcomes {
      #expect(isStored == (index % 3 != 0))
      #expect((try await store.read("c\(index)") != nil) == isStored)
    }
  }

  @Test func anAnswerMeansThatTheRowsCanBeRead() async throws {
    let store = try TemporaryStore()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<40 {
        group.addTask {
          try await store.ingest(Batch().with("c\(index)", spans: [turn(1, [.question("q", at: 0)])]))
          #expect(try await store.read("c\(index)")?.0.messageCount == 1)
        }
      }
      try await group.waitForAll()
    }
  }
}
