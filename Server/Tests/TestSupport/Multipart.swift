/// Builds a `multipart/form-data` body.
public struct Multipart: Sendable {
  public static let contentType = "multipart/form-data; boundary=\"a b\""
  private var bytes: [UInt8] = []

  public init() {}

  public var body: [UInt8] { bytes + Array("--a b--\r\n".utf8) }

  public func with(_ name: String, _ value: String) -> Multipart {
    part("form-data; name=\"\(name)\"", type: nil, Array(value.utf8))
  }

  /// A file; `filename` stands in the header as it is.
  public func with(
    _ name: String, filename: String, type: String? = "text/plain", _ content: [UInt8]
  ) -> Multipart {
    part("form-data; name=\"\(name)\"; \(filename)", type: type, content)
  }

  private func part(_ disposition: String, type: String?, _ content: [UInt8]) -> Multipart {
    var form = self
    let header = type.map { "Content-Type: \($0)\r\n" } ?? ""
    form.bytes += Array("--a b\r\nContent-Disposition: \(disposition)\r\n\(header)\r\n".utf8)
    form.bytes += content + Array("\r\n".utf8)
    return form
  }
}
