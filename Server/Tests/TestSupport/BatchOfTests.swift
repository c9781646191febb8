import CollectorAPI
import CollectorStore

/// Turns a test's batch into what the store takes, for an agent with the environments that all have.
public enum BatchOfTests {
  public static func decode(_ batch: Batch) throws -> IngestBatch {
    try BatchDecoder(environments: []).decode(batch.json)
  }
}
