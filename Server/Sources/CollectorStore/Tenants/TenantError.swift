/// Why a client, agent, environment or key could not be made, found, changed or deleted.
public enum TenantError: Error, Equatable, CustomStringConvertible {
  /// `kind` is a word such as "client".
  case unknown(kind: String, name: String)
  case alreadyExists(kind: String, name: String)
  /// Several clients have an agent of this name.
  case ambiguousAgent(String, clients: [String])
  case ambiguousKey(prefix: String)
  case hasConversations(kind: String, name: String, count: Int)
  case inUse(kind: String, name: String)
  case permanentEnvironment(String)
  case invalidSlug(String)

  public var description: String {
    switch self {
    case .unknown(let kind, let name): "There is no \(kind) '\(name)'. 'agentsight \(kind)s list' lists them."
    case .alreadyExists(let kind, let name): "The \(kind) '\(name)' exists already."
    case .ambiguousAgent(let name, let clients):
      "Several clients have an agent '\(name)': \(clients.joined(separator: ", ")). Name one with --client."
    case .ambiguousKey(let prefix):
      "Several keys start with '\(prefix)'. Give more of the key, or its id from 'agentsight keys list'."
    case .hasConversations(let kind, let name, let count):
      "The \(kind) '\(name)' has \(count) conversations. Erase them first, with 'agentsight erase \(kind)'."
    case .inUse(let kind, let name): "The \(kind) '\(name)' is in use and cannot be deleted."
    case .permanentEnvironment(let slug): "Every agent has the environment '\(slug)'; it cannot be deleted."
    case .invalidSlug(let slug):
      "'\(slug)' is not a usable slug: it must have 1 to 64 lower-case letters, digits, '-' and '_'."
    }
  }
}
