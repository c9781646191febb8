/// Key and value in one call, for writing rows.
extension JSONWriter {
  public mutating func member(_ name: String, _ value: String?) {
    key(name)
    string(value)
  }

  public mutating func member(_ name: String, _ value: Int64?) {
    key(name)
    integer(value)
  }

  public mutating func member(_ name: String, _ value: Double?) {
    key(name)
    number(value)
  }

  public mutating func member(_ name: String, _ value: Bool) {
    key(name)
    boolean(value)
  }

  /// A member whose value is JSON text already; nil becomes `null`.
  public mutating func member(_ name: String, json: String?) {
    key(name)
    raw(json)
  }
}

/// The text itself if it is well-formed JSON, otherwise the text as a JSON string, so that what a caller
/// sent as "JSON" can be embedded in a document whatever it is, and nothing of it is lost.
public func embeddableJSON(_ text: String) -> String {
  if (try? JSONReader.read(text) { reader throws(JSONError) in try reader.skip() }) != nil { return text }
  var writer = JSONWriter()
  writer.string(text)
  return writer.text
}
