// The conformance adapter for Swift. `create` says with `form` how messages are tracked: "plain", or "prepared":
// through a `Conversation`, with prepared metadata.

import Foundation

@main
struct Adapter {
  @MainActor
  static func main() async throws {
    let session = Session()
    while let line = readLine() {
      let answer = await session.obey(Call(line))
      let text = try JSONEncoder().encode(answer)
      FileHandle.standardOutput.write(text + Data("\n".utf8))
    }
  }
}
