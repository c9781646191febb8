import ArgumentParser
import CollectorStore
import Crypto
import JSONText

/// What all kinds of erasure share.
struct EraseOptions: ParsableArguments {
  @Flag(help: "Rewrite the database file afterwards. Nobody can write meanwhile.")
  var vacuum = false

  @OptionGroup var data: DataOption

  /// Erases, keeps the receipt and prints it.
  func erase(_ subject: ErasureSubject) async throws {
    let store = try CollectorStore.open(data.directory)
    defer { try? store.close() }
    var progress = ProgressBar(unit: "conversations")
    let rows = try await store.erase(subject) { done, all in progress.show(done, of: all) }
    progress.clear()
    if vacuum { try await store.vacuum() }
    let now = Timestamp.now()
    let receipt = Receipt(subject: subject, rows: rows, erasedAt: now, isVacuumed: vacuum).text
    try await store.keep(receipt: receipt, erasedAt: now)
    print(receipt)
  }
}

/// An erasure as JSON, to be kept as evidence. It names agents and clients, but neither conversations nor
/// customers: of their ids only the SHA-256.
struct Receipt {
  let subject: ErasureSubject
  let rows: ErasedRows
  let erasedAt: Timestamp
  let isVacuumed: Bool

  /// Ends with the SHA-256 of the object without that member, which shows later changes to it.
  var text: String {
    let body = String(json.text.dropLast())
    return body + #","sha256":"\#(hash(json.text))"}"#
  }

  private var json: JSONWriter {
    var json = JSONWriter()
    json.object { json in
      json.member("receipt", 1 as Int64)
      json.member("erased_at", erasedAt)
      json.key("subject")
      json.object { writeSubject(to: &$0) }
      json.member("conversations", Int64(rows.conversations))
      json.key("rows")
      json.object { json in
        for (table, count) in rows.byTable.sorted(by: { $0.key < $1.key }) {
          json.member(table, Int64(count))
        }
      }
      json.member("attachment_bytes", rows.attachmentBytes)
      json.member("vacuumed", isVacuumed)
      json.member("program", "agentsight \(programVersion)")
    }
    return json
  }

  private func writeSubject(to json: inout JSONWriter) {
    let (kind, id, agent, client): (String, String?, String?, String?) =
      switch subject {
      case .conversation(let id, let agent): ("conversation", id, agent.agent, agent.client)
      case .customer(let id, let agent): ("customer", id, agent.agent, agent.client)
      case .customerOfClient(let id, let client): ("customer", id, nil, client)
      case .agent(let agent): ("agent", nil, agent.agent, agent.client)
      case .client(let client): ("client", nil, nil, client)
      }
    json.member("kind", kind)
    json.member("client", client)
    json.member("agent", agent)
    json.member("id_sha256", id.map(hash))
  }

  private func hash(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
