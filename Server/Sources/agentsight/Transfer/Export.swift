import ArgumentParser
import CollectorStore
import Foundation

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write agents and their conversations as JSON Lines.",
    discussion: """
      One object a line: a header, agents, and then each conversation followed by its spans, messages, actions, \
      buttons, token usage, feedback and attachments. Runs beside a server. API keys and receipts are not \
      exported; 'agentsight backup' copies everything. A file gets its name once it is whole; an interrupted \
      export goes on with --resume.
      """)

  @Argument(help: "The file to write. (default: standard output)")
  var file: String?

  @Option(help: "Export this agent alone.")
  var agent: String?

  @Option(help: "Export this client's agents alone.")
  var client: String?

  @Flag(help: "Go on with an export of the same choice that was interrupted.")
  var resume = false

  @OptionGroup var data: DataOption

  func validate() throws {
    guard !resume || file != nil else { throw ValidationError("--resume needs the name of the file.") }
  }

  func run() throws {
    let store = try CollectorStore.openReadOnly(data.directory)
    defer { try? store.close() }
    let exporter = try Exporter(store, client: client, agent: agent)
    let output = try file.map { try ExportFile(path: $0, resuming: resume) } ?? ExportFile()
    var last = output.lastConversation
    if last == nil {
      try output.write(ExportHeader().line)
      try exporter.writeAgents(output.write)
    }
    let total = try exporter.count(after: last ?? 0)
    var progress = ProgressBar(unit: "conversations")
    var count = 0
    while let row = try exporter.writeConversation(after: last ?? 0, output.write) {
      last = row
      count += 1
      progress.show(count, of: total)
    }
    progress.clear()
    try output.finish()
    if file != nil { print("\(count) conversations") }
  }
}
