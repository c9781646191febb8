import ArgumentParser
import CollectorStore

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add what an export holds and the store does not have yet.",
    discussion: """
      Runs beside a server. Importing a file again changes nothing; an interrupted import goes on where it was. \
      Agents and their clients are made where they are missing. What was erased here stays away.
      """)

  @Argument(help: "The file, plain or as .gz.")
  var file: String

  @OptionGroup var data: DataOption

  func run() throws {
    try data.withStore { store in
      var run = ImportRun(store: store, reader: try LineReader(path: file), file: file)
      let summary = try run.run()
      print(
        """
        \(summary.conversations) conversations added, \(summary.knownConversations) known, \
        \(summary.erasedConversations) erased here; \(summary.rows) rows added, \(summary.knownRows) known
        """)
    }
  }
}

/// The reading of one file.
private struct ImportRun {
  private static let linesPerTransaction = 2000
  private static let bytesPerTransaction = 8 << 20

  let store: CollectorStore
  let reader: LineReader
  let file: String
  private var lines: [String] = []
  private var size = 0
  private var firstLine = 2
  private var boundary: ImportPlace?
  private var resumesAt: ImportPlace?

  init(store: CollectorStore, reader: LineReader, file: String) {
    self.store = store
    self.reader = reader
    self.file = file
  }

  mutating func run() throws -> ImportSummary {
    guard let line = try reader.next(), let header = try header(line) else {
      throw CommandError("\(file) cannot be imported: \(TransferError.notAnExport).")
    }
    let importer = Importer(store, header: header)
    resumesAt = try importer.startingPlace()
    var progress = ProgressBar(unit: "conversations")
    while true {
      let offset = reader.offset
      guard let line = try reader.next() else { break }
      if ExportHeader.conversation(startedBy: line) != nil {
        if let resumesAt, resumesAt.offset > offset {
          // Everything up to there is stored; only the agents in front of it had to be read.
          self.resumesAt = nil
          try flush(importer)
          try reader.seek(to: resumesAt.offset)
          firstLine = resumesAt.line
          continue
        }
        boundary = ImportPlace(offset: offset, line: firstLine + lines.count)
      }
      lines.append(line)
      size += line.utf8.count
      if lines.count >= Self.linesPerTransaction || size >= Self.bytesPerTransaction { try flush(importer) }
      progress.show(importer.summary.conversations, part: reader.part)
    }
    try flush(importer)
    try importer.finish()
    progress.clear()
    return importer.summary
  }

  private mutating func flush(_ importer: Importer) throws {
    do {
      try importer.add(lines, boundary: boundary)
    } catch let error as ImportError {
      throw CommandError(
        "Line \(firstLine + error.line) of \(file) cannot be imported: \(error.reason). "
          + "What stands before the conversation it belongs to may have been imported.")
    }
    firstLine += lines.count
    lines = []
    size = 0
    boundary = nil
  }

  private func header(_ line: String) throws -> ExportHeader? {
    do { return try ExportHeader(line: line) } catch {
      throw CommandError("\(file) cannot be imported: \(error).")
    }
  }
}
