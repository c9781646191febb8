import Foundation
import JSONText

/// Where settings come from: a flag goes before an environment variable, and that before the file.
struct SettingSources {
  /// Every setting, by its name in the file. The flag has dashes, the variable `AGENTSIGHT_SERVER_` in front.
  enum Name: String, CaseIterable {
    case data
    case host
    case port
    case tlsCert = "tls_cert"
    case tlsKey = "tls_key"
    case allowInsecureHTTP = "allow_insecure_http"
    case maxConnections = "max_connections"
    case synchronous
    case prices
    case countries
    case metricsToken = "metrics_token"
    case logLevel = "log_level"
    case logFormat = "log_format"

    var flag: String { "--" + rawValue.replacing("_", with: "-") }

    var variable: String {
      // Every command knows the data directory; the rest is the server's alone.
      self == .data ? "AGENTSIGHT_DATA" : "AGENTSIGHT_SERVER_" + rawValue.uppercased()
    }
  }

  struct Value {
    let text: String
    /// How its user knows it: `--port`, `AGENTSIGHT_SERVER_PORT`, or `port in FILE`.
    let origin: String
  }

  let flags: [Name: String]
  let environment: [String: String]
  private let file: [Name: Value]

  /// - Parameter file: A JSON object whose members are settings.
  /// - Throws: `CommandError` that names what is wrong with the file.
  init(flags: [Name: String], environment: [String: String], file: String?) throws {
    self.flags = flags
    self.environment = environment
    self.file = try file.map(Self.read) ?? [:]
  }

  subscript(name: Name) -> Value? {
    if let text = flags[name] { return Value(text: text, origin: name.flag) }
    if let text = environment[name.variable], !text.isEmpty {
      return Value(text: text, origin: name.variable)
    }
    return file[name]
  }

  private static func read(_ path: String) throws -> [Name: Value] {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandError(
        "The configuration file \(path) cannot be read. Check that it exists and this user may read it.")
    }
    var values: [Name: Value] = [:]
    var unknown: String?
    do {
      try JSONReader.read(String(decoding: bytes, as: UTF8.self)) { reader throws(JSONError) in
        try reader.object { reader, key throws(JSONError) in
          let text = try reader.peek() == .string ? try reader.string() : try reader.raw()
          guard let name = Name(rawValue: key.string) else {
            unknown = key.string
            return
          }
          values[name] = Value(text: text, origin: "\(name.rawValue) in \(path)")
        }
      }
    } catch {
      throw CommandError("The configuration file \(path) is not an object in JSON: \(error).")
    }
    if let unknown {
      let names = Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(
        "The configuration file \(path) has '\(unknown)', which is no setting. There are: \(names).")
    }
    return values
  }
}
