import Forms
import Hummingbird

/// The parameters of a request's query, in the form that browsers and Python's `requests` send: a plus sign
/// stands for a space. Of a name that stands more than once, the first value counts.
struct Query: Equatable {
  private(set) var parameters: [(name: String, value: String)] = []

  init(_ text: String?) {
    for part in (text ?? "").split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      parameters.append((formDecoded(pair[0]), pair.count == 2 ? formDecoded(pair[1]) : ""))
    }
  }

  subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Every value of a name, in order.
  func all(_ name: String) -> [String] { parameters.filter { $0.name == name }.map(\.value) }

  /// The query with one parameter replaced, encoded again.
  func replacing(_ name: String, with value: String) -> String {
    let kept = parameters.filter { $0.name != name } + [(name, value)]
    return kept.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
  }

  static func == (left: Query, right: Query) -> Bool {
    left.parameters.elementsEqual(right.parameters, by: ==)
  }

  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var encoded = String.UnicodeScalarView()
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": encoded.append(scalar)
      default: encoded.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
    return String(encoded)
  }
}

extension Request {
  var query: Query { Query(uri.query) }
}
