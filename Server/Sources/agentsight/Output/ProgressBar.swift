import Foundation

/// Progress on standard error, where that is a terminal; nothing anywhere else.
struct ProgressBar {
  /// What is counted, in the plural.
  private let unit: String
  private let isShown = isatty(FileHandle.standardError.fileDescriptor) == 1
  private var lastTime: ContinuousClock.Instant?

  private static let width = 30

  init(unit: String) { self.unit = unit }

  /// Draws the bar, at most ten times a second.
  /// - Parameter part: How much is done, from 0 to 1.
  mutating func show(_ count: Int, part: Double) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let lastTime, now - lastTime < .milliseconds(100) { return }
    lastTime = now
    let part = max(0, min(1, part))
    let filled = Int(part * Double(Self.width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    write("\r[\(bar)] \(Int(part * 100))%  \(count) \(unit)")
  }

  mutating func show(_ count: Int, of total: Int) {
    show(count, part: total > 0 ? Double(count) / Double(total) : 1)
  }

  /// Removes the bar from the terminal.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
