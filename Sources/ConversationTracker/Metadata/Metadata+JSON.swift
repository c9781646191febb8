extension ConversationTracker.Metadata {
  /// The JSON text that a tracking call would record.
  ///
  /// - Throws: ``ConversationTracker/Failure`` with the code ``ConversationTracker/Failure/Code/metadata``
  ///   when a number in it is not finite or when it is nested deeper than 32 levels. Text given to
  ///   ``init(json:)`` is returned unchecked.
  public func json() throws(ConversationTracker.Failure) -> String {
    var text = ""
    let failure = withJSON(self) { json in
      let bytes = UnsafeRawBufferPointer(start: json.start, count: json.size)
      text = String(decoding: bytes, as: UTF8.self)
      return nil
    }
    if let failure { throw failure }
    return text
  }

  /// The argument of a tracking call that metadata is given for.
  @usableFromInline
  enum Argument: Sendable {
    case metadata, toolsUsed

    var name: String { self == .metadata ? "metadata" : "toolsUsed" }

    var code: ConversationTracker.Failure.Code { self == .metadata ? .metadata : .action }
  }
}

/// Room for the JSON of most metadata, on the stack: larger temporary allocations come from the heap.
private let stackBytes = 1024

/// Calls `body` with the JSON text of the metadata, which ends with the call.
///
/// - Returns: What `body` returns, or why there is no such text.
@inline(__always)
func withJSON(
  _ metadata: ConversationTracker.Metadata?,
  for argument: ConversationTracker.Metadata.Argument = .metadata,
  _ body: (CText) -> ConversationTracker.Failure?
) -> ConversationTracker.Failure? {
  guard let metadata else { return body(.absent) }
  switch metadata.storage {
  case .json(let text): return withCText(text, body)
  case .prepared(let prepared): return withCText(prepared.json, body)
  case .fields, .strings: return withWrittenJSON(metadata, for: argument, bytes: stackBytes, body)
  }
}

private func withWrittenJSON(
  _ metadata: ConversationTracker.Metadata,
  for argument: ConversationTracker.Metadata.Argument,
  bytes: Int,
  _ body: (CText) -> ConversationTracker.Failure?
) -> ConversationTracker.Failure? {
  withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 1) { memory -> ConversationTracker.Failure? in
    var writer = JSONWriter(memory)
    do throws(JSONWriter.Fault) { try writer.write(metadata) } catch {
      return ConversationTracker.Failure(error, in: argument)
    }
    guard writer.isComplete else {
      return withWrittenJSON(metadata, for: argument, bytes: writer.size, body)
    }
    return body(writer.text)
  }
}

extension ConversationTracker.Failure {
  fileprivate init(_ fault: JSONWriter.Fault, in argument: ConversationTracker.Metadata.Argument) {
    let place = fault.path.isEmpty ? "" : "\"\(fault.path)\": "
    self.init(argument.code, "\(argument.name): \(place)\(fault.rule)")
  }
}
