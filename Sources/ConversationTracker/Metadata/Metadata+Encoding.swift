#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ConversationTracker.Metadata {
  /// The object that a value encodes to by Foundation's `JSONEncoder`; dates become ISO 8601 text.
  ///
  /// - Throws: ``ConversationTracker/Failure`` with the code ``ConversationTracker/Failure/Code/metadata``
  ///   when the value encodes to something other than an object, or not at all.
  @inlinable
  public init(encoding value: some Encodable) throws(ConversationTracker.Failure) {
    self = try .object(encoding: value, for: .metadata)
  }

  /// An optional value as the argument that a failure will name.
  @inlinable
  static func encoded(
    _ value: (some Encodable)?, for argument: Argument = .metadata
  ) throws(ConversationTracker.Failure) -> Self? {
    if let value { try object(encoding: value, for: argument) } else { nil }
  }

  @inlinable
  static func object(
    encoding value: some Encodable, for argument: Argument
  ) throws(ConversationTracker.Failure) -> Self {
    // Decided by the optimizer: a dictionary of strings goes without an encoder, many times faster.
    if let strings = value as? [String: String] { return Self(strings) }
    return Self(json: try text(encoding: value, for: argument))
  }

  @usableFromInline
  static func text(
    encoding value: some Encodable, for argument: Argument
  ) throws(ConversationTracker.Failure) -> String {
    let data: Data
    do { data = try encoder.encode(value) } catch {
      throw .init(argument.code, "\(argument.name): \(sentence(for: error))")
    }
    guard data.first == UInt8(ascii: "{") else {
      throw .init(
        argument.code, "\(argument.name): must be a JSON object, which \(type(of: value)) does not encode to")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Encoding does not change an encoder, so all threads share one.
  private static let encoder = {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = .withoutEscapingSlashes
    return encoder
  }()

  private static func sentence(for error: any Error) -> String {
    guard case EncodingError.invalidValue(let value, let context) = error else { return "\(error)" }
    let rule = value is any BinaryFloatingPoint ? "must be a finite number" : context.debugDescription
    let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    return path.isEmpty ? rule : "\"\(path.joined(separator: "."))\": \(rule)"
  }
}
