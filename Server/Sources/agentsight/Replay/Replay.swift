import ArgumentParser
import ConversationTracker
import Foundation

struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Track recorded dialogues and send them to a collector.",
    discussion: """
      FILE holds one JSON object a line, plain or as .gz: {"dialogue_id": "…", "turns": [{"speaker": "USER" or \
      "SYSTEM", "utterance": "…", "calls": [{"method": "…", "parameters": {…}, "results": […]}]}]}. The dialogue \
      becomes a conversation, a USER turn a question, a SYSTEM turn an answer, and a call an action in front \
      of its turn's answer.
      """)

  @Argument(help: "The file with the dialogues.")
  var file: String

  @Option(help: "The collector's address, such as https://127.0.0.1:8787.")
  var endpoint: String

  @Option(
    help:
      "A key that may write. Other users of this machine can see it in the list of processes; AGENTSIGHT_API_KEY hides it."
  )
  var apiKey: String?

  @Option(help: "A PEM file with the certificates to trust instead of the system's.")
  var caFile: String?

  @Option(help: "The number of dialogues to send at most.")
  var limit: Int?

  func run() async throws {
    let tracker = try makeTracker()
    let reader = try LineReader(path: file)
    var progress = ProgressBar(unit: "conversations")
    var replayer = DialogueReplayer(tracker: tracker)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      while replayer.counts.conversations < limit ?? .max, let line = try reader.next() {
        guard !line.isBlank else { continue }
        try await replayer.replay(line, number: reader.lineNumber)
        progress.show(replayer.counts.conversations, part: part(replayer.counts.conversations, reader))
      }
      try await replayer.finish()
    } catch let failure as ConversationTracker.Failure {
      progress.clear()
      throw CommandError("The dialogues were not all sent: \(failure)")
    }
    progress.clear()
    print(ReplaySummary(counts: replayer.counts, elapsed: clock.now - start).text)
  }

  /// By the file where it is read to its end, by the limit where that comes first.
  private func part(_ count: Int, _ reader: LineReader) -> Double {
    let byLimit = limit.map { $0 > 0 ? Double(count) / Double($0) : 1 } ?? 0
    return max(byLimit, reader.part)
  }

  private func makeTracker() throws -> ConversationTracker {
    do {
      var configuration = try ConversationTracker.Configuration.fromEnvironment()
      configuration.endpoint = endpoint
      if let apiKey { configuration.apiKey = apiKey }
      configuration.trustRootsFile = caFile
      return try ConversationTracker(configuration: configuration)
    } catch {
      throw CommandError(error.message.namingOptions)
    }
  }
}

extension String {
  /// Settings as the command line calls them, at the start of a tracker's sentence.
  fileprivate var namingOptions: String {
    for (setting, option) in [("apiKey:", "--api-key:"), ("endpoint:", "--endpoint:")]
    where hasPrefix(setting) {
      return option + dropFirst(setting.count)
    }
    return self
  }
}

extension String {
  fileprivate var isBlank: Bool { utf8.allSatisfy { $0 <= UInt8(ascii: " ") } }
}
