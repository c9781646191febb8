#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads `ExportTraceServiceRequest` of opentelemetry-proto 1. The numbers are those of its fields.
extension OTLPSpan {
  static func read(protobuf bytes: [UInt8]) throws(ProtobufReader.Failure) -> [OTLPSpan] {
    var spans: [OTLPSpan] = []
    var request = try ProtobufReader(bytes[...])
    while let (number, field) = try request.next() {
      guard number == 1, case .bytes(let bytes) = field else { continue }
      spans += try resourceSpans(try request.message(bytes))
    }
    return spans
  }

  private static func resourceSpans(
    _ reader: ProtobufReader
  ) throws(ProtobufReader.Failure) -> [OTLPSpan] {
    var reader = reader
    var spans: [OTLPSpan] = []
    var resource = OTLPAttributes()
    while let (number, field) = try reader.next() {
      guard case .bytes(let bytes) = field else { continue }
      switch number {
      case 1:
        var message = try reader.message(bytes)
        while let (number, field) = try message.next() {
          if number == 1, case .bytes(let bytes) = field { try resource.add(try message.message(bytes)) }
        }
      case 2: spans += try scopeSpans(try reader.message(bytes))
      default: break
      }
    }
    return spans.map { span in
      var span = span
      span.resource = resource
      return span
    }
  }

  private static func scopeSpans(_ reader: ProtobufReader) throws(ProtobufReader.Failure) -> [OTLPSpan] {
    var reader = reader
    var spans: [OTLPSpan] = []
    var (name, version) = ("", "")
    while let (number, field) = try reader.next() {
      guard case .bytes(let bytes) = field else { continue }
      switch number {
      case 1:
        var message = try reader.message(bytes)
        while let (number, field) = try message.next() {
          guard case .bytes(let bytes) = field else { continue }
          if number == 1 { name = String(decoding: bytes, as: UTF8.self) }
          if number == 2 { version = String(decoding: bytes, as: UTF8.self) }
        }
      case 2: spans.append(try OTLPSpan(try reader.message(bytes)))
      default: break
      }
    }
    return spans.map { span in
      var span = span
      (span.scopeName, span.scopeVersion) = (name, version)
      return span
    }
  }

  private init(_ reader: ProtobufReader) throws(ProtobufReader.Failure) {
    var reader = reader
    while let (number, field) = try reader.next() {
      switch (number, field) {
      case (1, .bytes(let id)): traceID = Self.hexadecimal(id)
      case (2, .bytes(let id)): spanID = Self.hexadecimal(id)
      case (4, .bytes(let id)): parentSpanID = Self.hexadecimal(id)
      case (5, .bytes(let text)): name = String(decoding: text, as: UTF8.self)
      case (7, .fixed64(let time)): start = time
      case (8, .fixed64(let time)): end = time
      case (9, .bytes(let bytes)): try attributes.add(try reader.message(bytes))
      case (11, .bytes(let bytes)): events.append(try Event(try reader.message(bytes)))
      case (15, .bytes(let bytes)):
        var status = try reader.message(bytes)
        while let (number, field) = try status.next() {
          if number == 2, case .bytes(let text) = field {
            statusMessage = String(decoding: text, as: UTF8.self)
          }
          if number == 3, case .varint(let code) = field { statusCode = Int(truncatingIfNeeded: code) }
        }
      default: break
      }
    }
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension OTLPSpan.Event {
  fileprivate init(_ reader: ProtobufReader) throws(ProtobufReader.Failure) {
    var reader = reader
    while let (number, field) = try reader.next() {
      switch (number, field) {
      case (1, .fixed64(let time)): self.time = time
      case (2, .bytes(let text)): name = String(decoding: text, as: UTF8.self)
      case (3, .bytes(let bytes)): try attributes.add(try reader.message(bytes))
      default: break
      }
    }
  }
}

extension OTLPAttributes {
  /// Adds one `KeyValue`.
  fileprivate mutating func add(_ reader: ProtobufReader) throws(ProtobufReader.Failure) {
    var reader = reader
    var key = ""
    var value: OTLPValue?
    while let (number, field) = try reader.next() {
      guard case .bytes(let bytes) = field else { continue }
      if number == 1 { key = String(decoding: bytes, as: UTF8.self) }
      if number == 2 { value = try OTLPValue(try reader.message(bytes)) }
    }
    if let value { set(key, value) }
  }
}

extension OTLPValue {
  /// Reads one `AnyValue`; nil for one without a value.
  fileprivate init?(_ reader: ProtobufReader) throws(ProtobufReader.Failure) {
    var reader = reader
    var value: OTLPValue?
    while let (number, field) = try reader.next() {
      switch (number, field) {
      case (1, .bytes(let bytes)): value = .text(String(decoding: bytes, as: UTF8.self))
      case (2, .varint(let flag)): value = .boolean(flag != 0)
      case (3, .varint(let count)): value = .integer(Int64(bitPattern: count))
      case (4, .fixed64(let bits)): value = .number(Double(bitPattern: bits))
      case (5, .bytes(let bytes)):
        var list = try reader.message(bytes)
        var values: [OTLPValue] = []
        while let (number, field) = try list.next() {
          guard number == 1, case .bytes(let bytes) = field else { continue }
          if let element = try OTLPValue(try list.message(bytes)) { values.append(element) }
        }
        value = .array(values)
      case (6, .bytes(let bytes)):
        var list = try reader.message(bytes)
        var attributes = OTLPAttributes()
        while let (number, field) = try list.next() {
          if number == 1, case .bytes(let bytes) = field { try attributes.add(try list.message(bytes)) }
        }
        value = .map(attributes)
      case (7, .bytes(let bytes)): value = .bytes(Data(bytes).base64EncodedString())
      default: break
      }
    }
    guard let value else { return nil }
    self = value
  }
}
