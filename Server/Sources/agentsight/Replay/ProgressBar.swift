import Foundation

/// Progress on standard error, where that is a terminal; nothing anywhere else.
struct ProgressBar {
  private let total: Int?
  private let bytes: Int
  private let isShown = isatty(FileHandle.standardError.fileDescriptor) == 1
  private var lastTime: ContinuousClock.Instant?

  private static let width = 30

  /// - Parameters:
  ///   - total: The number of dialogues, where it is known.
  ///   - bytes: The size of the file, which tells the progress otherwise.
  init(total: Int?, bytes: Int) {
    self.total = total
    self.bytes = bytes
  }

  /// Draws the bar, at most ten times a second.
  mutating func show(_ dialogues: Int, bytesRead: Int) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let lastTime, now - lastTime < .milliseconds(100) { return }
    lastTime = now
    let byBytes = bytes > 0 ? Double(bytesRead) / Double(bytes) : 0
    let byCount = total.map { $0 > 0 ? Double(dialogues) / Double($0) : 1 } ?? 0
    let part = min(1, max(byBytes, byCount))
    let filled = Int(part * Double(Self.width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    write("\r[\(bar)] \(Int(part * 100))%  \(dialogues) conversations")
  }

  /// Removes the bar from the terminal.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
