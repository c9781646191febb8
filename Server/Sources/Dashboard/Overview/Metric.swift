import CollectorStore

/// A figure of the overview: its name, how it comes about, and how it is written. Each is defined here, once.
struct Metric: Sendable {
  enum Unit: Sendable {
    case number, tenths, percent, milliseconds, dollars

    func text(_ value: Double) -> String {
      switch self {
      case .number: grouped(Int(value))
      case .tenths: "\((value * 10).rounded() / 10)"
      case .percent: "\((value * 1000).rounded() / 10) %"
      case .milliseconds: readableDuration(milliseconds: value)
      case .dollars: readableDollars(value)
      }
    }

    /// How a value differs from another; nil where there is nothing to compare it with.
    func difference(_ value: Double, than other: Double) -> String? {
      if self == .percent {
        let points = ((value - other) * 1000).rounded() / 10
        return points == 0 ? "the same" : "\(abs(points)) points \(points > 0 ? "more" : "less")"
      }
      guard other != 0 else { return value == 0 ? "the same" : nil }
      let percent = Int(((value / other - 1) * 100).rounded())
      return percent == 0 ? "the same" : "\(grouped(abs(percent))) % \(percent > 0 ? "more" : "less")"
    }
  }

  let name: String
  let meaning: String
  let unit: Unit
  /// Nil where there is nothing to make it from.
  let value: @Sendable (Figures) -> Double?

  static let all: [Metric] = conversations + messages + waits + outcomes

  private static let conversations = [
    Metric(
      name: "Conversations",
      meaning: "Conversations that started in the time shown and in which something was said or done.",
      unit: .number, value: { Double($0.counts[.conversations]) }),
    Metric(
      name: "Visits",
      meaning: "All conversations that were opened in the time shown, those without a word included.",
      unit: .number, value: { Double($0.counts[.visits]) }),
    Metric(
      name: "Visits that became conversations", meaning: "Conversations divided by visits.", unit: .percent,
      value: { part($0.counts[.conversations], of: $0.counts[.visits]) }),
    Metric(
      name: "People",
      meaning: "Different customer ids among the conversations; those without one are not counted.",
      unit: .number, value: { Double($0.people) }),
    Metric(
      name: "Messages per conversation",
      meaning:
        "Mean number of messages, by either side, in the conversations that started in the time shown.",
      unit: .tenths, value: { part($0.counts[.messagesOfConversations], of: $0.counts[.conversations]) }),
  ]

  private static let messages = [
    Metric(
      name: "Messages", meaning: "Messages by either side in the time shown; actions and buttons are none.",
      unit: .number, value: { Double($0.counts[.personMessages] + $0.counts[.agentMessages]) }),
    Metric(
      name: "Messages by people",
      meaning: "Messages that people wrote in the time shown.",
      unit: .number, value: { Double($0.counts[.personMessages]) }),
    Metric(
      name: "Messages by agents", meaning: "Messages that agents wrote in the time shown.", unit: .number,
      value: { Double($0.counts[.agentMessages]) }),
  ]

  private static let waits = [
    wait("Response time, median", 0.5), wait("Response time, 90 %", 0.9), wait("Response time, 99 %", 0.99),
    Metric(
      name: "Response time, mean", meaning: "The mean of the same times.", unit: .milliseconds,
      value: { $0.responses.mean }),
  ]

  private static let outcomes = [
    Metric(
      name: "Handed over to a person",
      meaning:
        "Conversations with an action that hands over (which names do is a setting), divided by conversations.",
      unit: .percent, value: { part($0.escalations, of: $0.counts[.conversations]) }),
    Metric(
      name: "Feedback",
      meaning: "Feedback given in the time shown, on conversations, messages or an agent as a whole.",
      unit: .number, value: { Double($0.counts.feedback) }),
    Metric(
      name: "Good feedback", meaning: "Positive feedback divided by all feedback given in the time shown.",
      unit: .percent,
      value: { part($0.counts[.positiveFeedback], of: $0.counts.feedback) }),
    Metric(
      name: "Tokens",
      meaning: "Prompt, completion and embedding tokens of the turns that started in the time shown.",
      unit: .number, value: { Double($0.counts[.totalTokens]) }),
    Metric(
      name: "Cost",
      meaning: """
        US dollars for these tokens, by the collector's price list; a model that is not on it costs what the \
        agent reported, or nothing.
        """, unit: .dollars, value: { Double($0.counts[.cost]) / 1e8 }),
  ]

  private static func wait(_ name: String, _ part: Double) -> Metric {
    Metric(
      name: name,
      meaning: """
        The time from a person's message to the agent's message right after it; \(Int(part * 100)) of 100 took no \
        longer. Exact within 1 %.
        """, unit: .milliseconds, value: { $0.responses.percentile(part) })
  }

  private static func part(_ count: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(count) / Double(whole)
  }
}

extension Counts {
  fileprivate var feedback: Int { self[.positiveFeedback] + self[.neutralFeedback] + self[.negativeFeedback] }
}
