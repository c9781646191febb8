import ArgumentParser
import CollectorStore

struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the transcript of a conversation.",
    discussion: "Reads the database, with or without a server running on it.")

  @Argument(help: "The conversation's id, as the agent gave it.")
  var conversationID: String

  @Option(help: "The agent, where several have a conversation of this id.")
  var agent: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var data: DataOption

  func run() async throws {
    let store = try CollectorStore.openReadOnly(data.directory)
    let conversation = try await find(in: store)
    // Whoever can read the database file can see all of it.
    let found = try await store.conversation(conversation.id, for: .everything(OperatorScope()))
    guard let (row, transcript) = found else { throw unknown }
    print(json ? TranscriptJSON.text(row, transcript) : TranscriptText.text(row, transcript))
    try store.close()
  }

  private func find(in store: CollectorStore) async throws -> ConversationRow {
    var filter = ConversationFilter()
    filter.conversationID = conversationID
    filter.includesDeleted = true
    let all = try await store.conversations(for: .everything(OperatorScope()), filter: filter, limit: nil)
    let matching = all.conversations.filter { agent == nil || $0.agentName == agent }
    guard let first = matching.first else { throw unknown }
    guard matching.count == 1 else {
      let agents = Set(matching.map(\.agentName)).sorted().joined(separator: ", ")
      throw CommandError("Several agents have a conversation of this id. Choose one with --agent: \(agents).")
    }
    return first
  }

  private var unknown: CommandError {
    CommandError(
      "There is no conversation '\(TerminalText.line(conversationID))' in \(data.directory.databasePath).")
  }
}
