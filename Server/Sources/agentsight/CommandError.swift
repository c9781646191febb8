/// What stopped a command, in words that say what to do. ArgumentParser prints it after `Error: ` and ends
/// with exit code 1.
struct CommandError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
