import JSONText

/// Reads `ExportTraceServiceRequest` in the JSON encoding of OTLP: ids in hexadecimal, 64-bit integers as
/// texts or numbers. What is of another type than it should be counts as absent.
extension OTLPSpan {
  static func read(json text: String) throws -> [OTLPSpan] {
    try JSONReader.read(text) { reader throws(JSONError) in
      var spans: [OTLPSpan] = []
      try reader.object { reader, key throws(JSONError) in
        guard key == "resourceSpans" || key == "resource_spans" else {
          _ = try reader.skip()
          return
        }
        try reader.elements { reader throws(JSONError) in
          spans += try resourceSpans(&reader)
        }
      }
      return spans
    }
  }

  private static func resourceSpans(_ reader: inout JSONReader) throws(JSONError) -> [OTLPSpan] {
    var spans: [OTLPSpan] = []
    var resource = OTLPAttributes()
    try reader.members { reader, key throws(JSONError) in
      switch key {
      case "resource":
        try reader.members { reader, key throws(JSONError) in
          if key == "attributes" { try resource.read(&reader) } else { _ = try reader.skip() }
        }
      case "scopeSpans", "scope_spans":
        try reader.elements { reader throws(JSONError) in spans += try scopeSpans(&reader) }
      default: _ = try reader.skip()
      }
    }
    return spans.map { span in
      var span = span
      span.resource = resource
      return span
    }
  }

  private static func scopeSpans(_ reader: inout JSONReader) throws(JSONError) -> [OTLPSpan] {
    var spans: [OTLPSpan] = []
    var (name, version) = ("", "")
    try reader.members { reader, key throws(JSONError) in
      switch key {
      case "scope":
        try reader.members { reader, key throws(JSONError) in
          switch key {
          case "name": name = try reader.optionalText() ?? ""
          case "version": version = try reader.optionalText() ?? ""
          default: _ = try reader.skip()
          }
        }
      case "spans":
        try reader.elements { reader throws(JSONError) in
          var span = OTLPSpan()
          try span.read(&reader)
          spans.append(span)
        }
      default: _ = try reader.skip()
      }
    }
    return spans.map { span in
      var span = span
      (span.scopeName, span.scopeVersion) = (name, version)
      return span
    }
  }

  private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    try reader.members { reader, key throws(JSONError) in
      switch key {
      case "traceId", "trace_id": traceID = try reader.optionalText()?.lowercased() ?? ""
      case "spanId", "span_id": spanID = try reader.optionalText()?.lowercased() ?? ""
      case "parentSpanId", "parent_span_id":
        parentSpanID = try reader.optionalText()?.lowercased() ?? ""
      case "name": name = try reader.optionalText() ?? ""
      case "startTimeUnixNano", "start_time_unix_nano": start = try reader.nanoseconds()
      case "endTimeUnixNano", "end_time_unix_nano": end = try reader.nanoseconds()
      case "attributes": try attributes.read(&reader)
      case "events":
        try reader.elements { reader throws(JSONError) in
          var event = Event()
          try event.read(&reader)
          events.append(event)
        }
      case "status":
        try reader.members { reader, key throws(JSONError) in
          switch key {
          case "message": statusMessage = try reader.optionalText() ?? ""
          case "code":
            let code = try reader.optionalText() ?? ""
            statusCode = ["STATUS_CODE_OK": 1, "STATUS_CODE_ERROR": 2][code] ?? Int(code) ?? 0
          default: _ = try reader.skip()
          }
        }
      default: _ = try reader.skip()
      }
    }
  }
}

extension OTLPSpan.Event {
  fileprivate mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    try reader.members { reader, key throws(JSONError) in
      switch key {
      case "name": name = try reader.optionalText() ?? ""
      case "timeUnixNano", "time_unix_nano": time = try reader.nanoseconds()
      case "attributes": try attributes.read(&reader)
      default: _ = try reader.skip()
      }
    }
  }
}

extension OTLPAttributes {
  /// Reads a list of `{"key": …, "value": {"stringValue": …}}`.
  fileprivate mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    try reader.elements { reader throws(JSONError) in
      var name = ""
      var value: OTLPValue?
      try reader.members { reader, key throws(JSONError) in
        switch key {
        case "key": name = try reader.optionalText() ?? ""
        case "value": value = try OTLPValue.read(&reader)
        default: _ = try reader.skip()
        }
      }
      if let value { set(name, value) }
    }
  }
}

extension OTLPValue {
  fileprivate static func read(_ reader: inout JSONReader) throws(JSONError) -> OTLPValue? {
    var value: OTLPValue?
    try reader.members { reader, key throws(JSONError) in
      switch key {
      case "stringValue", "string_value": value = try reader.optionalText().map(OTLPValue.text)
      case "boolValue", "bool_value": value = try reader.optionalBoolean().map(OTLPValue.boolean)
      case "intValue", "int_value":
        value = try reader.optionalText().flatMap { Int64($0) }.map(OTLPValue.integer)
      case "doubleValue", "double_value":
        value = try reader.optionalText().flatMap { Double($0) }.map(OTLPValue.number)
      case "bytesValue", "bytes_value": value = try reader.optionalText().map(OTLPValue.bytes)
      case "arrayValue", "array_value":
        var values: [OTLPValue] = []
        try reader.members { reader, key throws(JSONError) in
          guard key == "values" else {
            _ = try reader.skip()
            return
          }
          try reader.elements { reader throws(JSONError) in
            if let element = try read(&reader) { values.append(element) }
          }
        }
        value = .array(values)
      case "kvlistValue", "kvlist_value":
        var attributes = OTLPAttributes()
        try reader.members { reader, key throws(JSONError) in
          if key == "values" { try attributes.read(&reader) } else { _ = try reader.skip() }
        }
        value = .map(attributes)
      default: _ = try reader.skip()
      }
    }
    return value
  }
}

extension JSONReader {
  fileprivate mutating func nanoseconds() throws(JSONError) -> UInt64 {
    try optionalText().flatMap { UInt64($0) } ?? 0
  }
}
