/// Why the store cannot be opened or changed. Each description says what to do about it.
public enum StoreError: Error, Equatable, CustomStringConvertible {
  case directoryNotWritable(path: String, reason: String)
  case noDatabase(path: String)
  case newerDatabase(path: String)
  case olderDatabase(path: String)
  case notADatabase(path: String, reason: String)
  case invalidName(String)
  case invalidPrices(String)
  case invalidCountries(path: String, reason: String)

  public var description: String {
    switch self {
    case .directoryNotWritable(let path, let reason):
      "The data directory \(path) cannot be used: \(reason). Choose another with --data, or give this user write access to it."
    case .noDatabase(let path):
      "There is no AgentSight database at \(path). Start 'agentsight serve' once, or name its data directory with --data."
    case .newerDatabase(let path):
      "The database \(path) was written by a newer version of agentsight. Update this program, or choose another data directory with --data."
    case .olderDatabase(let path):
      "The database \(path) was written by an older version of agentsight. Start 'agentsight serve' on it once, which brings it up to date."
    case .notADatabase(let path, let reason):
      "The file \(path) cannot be opened as an AgentSight database: \(reason). Move it away and bring a backup back with 'agentsight restore FILE', or choose another data directory with --data."
    case .invalidName(let name):
      "'\(name)' is not a usable name: it must have 1 to 255 characters and no control characters."
    case .invalidPrices(let reason): "The price list cannot be used: \(reason)."
    case .invalidCountries(let path, let reason):
      "The country database \(path) cannot be used: \(reason). It must be a file in the MaxMind DB format that this user may read."
    }
  }
}
