import CollectorStore

/// The spans of a turn as a waterfall: each a bar from its start to its end. Drawn in boxes of 1000 by 8.
struct TraceView {
  let summary: String
  let rows: [Row]
  let rest: String?

  /// Spans shown at most.
  private static let most = 40

  struct Row {
    let name: String
    /// The class that indents it.
    let depth: Int
    let start: String
    let duration: String
    let x: String
    let width: String
    let isFailure: Bool
  }

  init(_ trace: TurnTrace) {
    let first = trace.spans.map(\.startedAt.microseconds).min() ?? 0
    func start(_ span: TurnTrace.Span) -> Double { Double(span.startedAt.microseconds - first) / 1000 }
    let whole = max(trace.spans.map { start($0) + max(0, $0.duration) }.max() ?? 0, 1e-3)
    rows = trace.spans.prefix(Self.most).map { span in
      let width = max(4, 1000 * max(0, span.duration) / whole)
      return Row(
        name: span.name == span.kind || span.name.isEmpty
          ? span.kind : "\(span.kind): \(span.name.prefix(100))",
        depth: min(span.depth, 4), start: readableDuration(milliseconds: start(span)),
        duration: readableDuration(milliseconds: span.duration),
        x: coordinate(min(1000 * start(span) / whole, 1000 - min(width, 1000))), width: coordinate(width),
        isFailure: span.status == "error")
    }
    let more = trace.spans.count - rows.count
    rest = more > 0 ? "\(counted(more, "more span"))" : nil
    summary = "Trace: \(counted(trace.spans.count, "span")), \(readableDuration(milliseconds: whole))"
  }

  var weight: Int { rows.count * 350 }
}
