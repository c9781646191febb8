import ArgumentParser
import CollectorStore
import Foundation
import JSONText
import Logging

/// How log lines look: `key=value` pairs for people, JSON for programs. Either way a record is one line,
/// whatever it holds.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json

  func line(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
    let pairs = metadata.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    let all = [("time", Timestamp.now().iso8601), ("level", level.rawValue), ("msg", message)] + pairs
    switch self {
    case .text: return all.map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
    case .json:
      var json = JSONWriter()
      json.object { json in for (key, value) in all { json.member(key, value) } }
      return json.text
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D }
    guard !isPlain else { return text }
    let line = TerminalText.line(text).replacing("\"", with: "\\\"")
    return "\"\(line)\""
  }
}

/// Writes log lines to standard error: standard output belongs to the command's own line.
struct LineLogHandler: LogHandler {
  let format: LogFormat
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    // One write for each line, so that lines of several threads do not mix.
    FileHandle.standardError.write(
      Data((format.line(event.level, event.message.description, Self.named(all)) + "\n").utf8))
  }

  /// The framework's name for the number of a request, in ours.
  private static func named(_ metadata: Logger.Metadata) -> Logger.Metadata {
    var metadata = metadata
    if let id = metadata.removeValue(forKey: "hb.request.id") { metadata["request_id"] = id }
    return metadata
  }
}

extension Logger {
  init(format: LogFormat, level: Level) {
    self.init(label: "agentsight") { _ in LineLogHandler(format: format, logLevel: level) }
  }
}
