// The conformance adapter for Swift. `create` says with `form` how messages are tracked: "plain", or "prepared":
// through a `Conversation`, with prepared metadata.

import Foundation

@main
struct Adapter {
  static func main() async throws {
    guard #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) else {
      fatalError("needs a system with task executors")
    }
    let thread = OneThread()
    try await Task(executorPreference: thread) {
      let session = Session()
      while let line = readLine() {
        let answer = await session.obey(Call(line))
        let text = try JSONEncoder().encode(answer)
        FileHandle.standardOutput.write(text + Data("\n".utf8))
      }
    }.value
  }
}
