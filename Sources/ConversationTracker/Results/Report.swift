internal import CAgentSight

extension ConversationTracker {
  /// What one ``sendTrackedData(timeout:)`` did.
  public struct Report: Equatable, Sendable {
    /// Events that the collector has stored during the call.
    public let delivered: Int

    /// The same by kind; every kind has an entry.
    public let deliveredByKind: [Kind: Int]

    /// Events tracked before the call that still wait in memory.
    public let remaining: Int

    /// HTTP requests made.
    public let requests: Int

    /// Bytes of request bodies, after compression.
    public let bytes: Int

    /// The status of the collector's last answer; `nil` when there was none.
    public let httpStatus: Int?

    init(_ report: ags_report) {
      delivered = Int(clamping: report.delivered)
      deliveredByKind = withUnsafeBytes(of: report.delivered_of) { bytes in
        let counts = bytes.bindMemory(to: UInt64.self)
        return Dictionary(
          uniqueKeysWithValues: Kind.allCases.map { ($0, Int(clamping: counts[Int($0.core.rawValue)])) })
      }
      remaining = Int(clamping: report.remaining)
      requests = Int(clamping: report.requests)
      bytes = Int(clamping: report.bytes)
      httpStatus = report.http_status == 0 ? nil : Int(report.http_status)
    }
  }
}

extension ConversationTracker.Report: CustomStringConvertible {
  /// One line, such as `delivered 4 events (2 question, 1 answer, 1 action), 0 remain; 2 requests, 1204 bytes`.
  public var description: String {
    let kinds = ConversationTracker.Kind.allCases.compactMap { kind in
      deliveredByKind[kind].flatMap { $0 > 0 ? "\($0) \(kind)" : nil }
    }
    let detail = kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"
    return "delivered \(delivered) events\(detail), \(remaining) remain; \(requests) requests, \(bytes) bytes"
  }
}
