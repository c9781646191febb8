import CollectorStore
import JSONText

/// Reads and checks one conversation of a batch.
struct ConversationDecoder {
  let environments: [EnvironmentRow]
  private(set) var conversationID: String?
  private(set) var errors = FieldErrors()
  private var fields = ConversationFields()
  private var environmentID: Int64?
  private var spans: [SpanRecord] = []

  /// Characters in each of a conversation's texts.
  private static let maximumLength = 255

  init(environments: [EnvironmentRow]) { self.environments = environments }

  /// The conversation, where nothing is wrong with it.
  var record: ConversationRecord? {
    guard errors.isEmpty, let conversationID else { return nil }
    return ConversationRecord(
      conversationID: conversationID, fields: fields, environmentID: environmentID, spans: spans)
  }

  mutating func decode(_ reader: inout JSONReader) throws(JSONError) {
    guard try reader.peek() == .object else {
      _ = try reader.skip()
      errors.add("non_field_errors", "Expected an object.")
      return
    }
    var hasSpans = false
    try reader.object { reader, key throws(JSONError) in
      switch key {
      case "conversation_id": conversationID = try text("conversation_id", &reader)
      case "customer_id": fields.customerID = try text("customer_id", &reader)
      case "customer_ip_address": fields.customerIPAddress = try address(&reader)
      case "device": fields.device = try text("device", &reader)
      case "source": fields.source = try text("source", &reader)
      case "language": fields.language = try text("language", &reader)
      case "name": fields.name = try text("name", &reader)
      case "environment": environmentID = try environment(&reader)
      case "metadata": fields.metadata = try metadata(&reader)
      case "spans":
        hasSpans = true
        try decodeSpans(&reader)
      default:
        _ = try reader.skip()
        errors.add(key.string, "Unknown field.")
      }
    }
    if conversationID == nil { errors.add("conversation_id", "This field is required.") }
    if !hasSpans { errors.add("spans", "This field is required.") }
  }

  private mutating func decodeSpans(_ reader: inout JSONReader) throws(JSONError) {
    guard try reader.peek() == .array else {
      _ = try reader.skip()
      return errors.add("spans", "Expected a list of items.")
    }
    spans.removeAll()
    var index = 0
    try reader.array { reader throws(JSONError) in
      var decoder = SpanDecoder()
      try decoder.decode(&reader)
      for error in decoder.errors { errors.add("spans", "[\(index)].\(error)") }
      if let record = decoder.record { spans.append(record) }
      index += 1
    }
  }

  /// A text of the conversation; an empty one says nothing.
  private mutating func text(_ field: String, _ reader: inout JSONReader) throws(JSONError) -> String? {
    let value = try reader.optionalString { errors.add(field, $0) }
    guard let value, !value.isEmpty else { return nil }
    guard value.unicodeScalars.count <= Self.maximumLength else {
      errors.add(field, "Ensure this field has no more than \(Self.maximumLength) characters.")
      return nil
    }
    return value
  }

  private mutating func address(_ reader: inout JSONReader) throws(JSONError) -> String? {
    guard let value = try text("customer_ip_address", &reader) else { return nil }
    guard isIPAddress(value) else {
      errors.add("customer_ip_address", "Enter a valid IPv4 or IPv6 address.")
      return nil
    }
    return value
  }

  private mutating func environment(_ reader: inout JSONReader) throws(JSONError) -> Int64? {
    guard let value = try text("environment", &reader) else { return nil }
    guard let environment = environments.first(where: { $0.slug == environmentSlug(value) }) else {
      errors.add("environment", "Unknown environment: '\(value)'.")
      return nil
    }
    return environment.id
  }

  /// An object is kept as it stands. A string is what the client sends when it could not read the object.
  private mutating func metadata(_ reader: inout JSONReader) throws(JSONError) -> String? {
    switch try reader.peek() {
    case .object: return try reader.raw()
    case .string: return embeddableJSON(try reader.string())
    case .null:
      _ = try reader.null()
    default:
      _ = try reader.skip()
      errors.add("metadata", "Expected an object.")
    }
    return nil
  }
}
