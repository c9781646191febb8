import Forms
import Hummingbird

/// The fields of a form as browsers send them (`application/x-www-form-urlencoded`, or `multipart/form-data`
/// where it has files).
struct Form {
  private var fields: [String: String] = [:]
  private var files: [String: [UInt8]] = [:]

  /// Bytes that one may have.
  private static let largest = 256 << 10
  private static let largestWithFiles = 2 << 20

  /// Reads the body and leaves it in place for whoever comes next.
  init(collecting request: inout Request) async throws {
    let type = request.headers[.contentType] ?? ""
    let hasFiles = type.lowercased().hasPrefix("multipart/form-data")
    let buffer = try await request.collectBody(upTo: hasFiles ? Self.largestWithFiles : Self.largest)
    if hasFiles { self.init(Array(buffer: buffer), type: type) } else { self.init(String(buffer: buffer)) }
  }

  init(_ text: String) {
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      set(formDecoded(parts[0]), to: parts.count > 1 ? formDecoded(parts[1]) : "")
    }
  }

  /// Empty where the body is not what its type says.
  private init(_ body: [UInt8], type: String) {
    for part in MultipartForm(body, contentType: type)?.parts ?? [] {
      if part.filename == nil {
        set(part.name, to: String(decoding: body[part.content], as: UTF8.self))
      } else if files[part.name] == nil {
        files[part.name] = Array(body[part.content])
      }
    }
  }

  private mutating func set(_ name: String, to value: String) {
    if fields[name] == nil { fields[name] = value }
  }

  /// The field's first value.
  subscript(_ name: String) -> String? { fields[name] }

  /// The content of the file that was chosen for a field; nil where none was. A browser sends an empty one then.
  func file(_ name: String) -> [UInt8]? { files[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The field's value without white space around it; empty where it was not sent.
  func text(_ name: String) -> String {
    let value: Substring = (fields[name] ?? "").drop { $0.isWhitespace }
    return String(value.reversed().drop { $0.isWhitespace }.reversed())
  }
}
