import ArgumentParser
import CollectorStore

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the whole store into one file, beside a running server.",
    discussion: """
      The copy is the store at one moment. It is checked before it gets its name. 'agentsight restore' makes a \
      store of it. What is erased later is still in it: keep backups no longer than you may keep their contents.
      """)

  @Argument(help: "The file to write; it must not exist.")
  var file: String

  @OptionGroup var data: DataOption

  func run() throws {
    let store = try CollectorStore.openReadOnly(data.directory)
    defer { try? store.close() }
    var progress = ProgressBar(unit: "pages")
    try store.backUp(to: file) { progress.show($0, of: $1) }
    progress.clear()
  }
}

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a store of a backup.",
    discussion: """
      The backup is checked, and brought up to date where an older version made it. The data directory must \
      hold no database: stop the server and move the old one away first, with its -wal and -shm files.
      """)

  @Argument(help: "The file that 'agentsight backup' wrote.")
  var file: String

  @OptionGroup var data: DataOption

  func run() throws { try CollectorStore.restore(file, to: data.directory) }
}
