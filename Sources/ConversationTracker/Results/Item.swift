internal import CAgentSight

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension ConversationTracker {
  /// One tracked event, as reports, summaries and ``Configuration/itemHandler`` show it.
  public struct Item: Equatable, Sendable {
    /// What kind of event it is.
    public let kind: Kind

    /// What has become of it.
    public let outcome: Outcome

    /// Why it failed; `nil` unless it did.
    public let error: Failure.Code?

    /// When it was tracked, to the microsecond.
    public let time: Date

    /// The conversation that it belongs to.
    public let conversationID: String

    /// What was said, the name of the action, the event of the button or the first filename; empty for other
    /// kinds. `nil` in a ``Report``, which would otherwise hold every text a second time.
    public let text: String?

    /// `nil` for a kind that this module does not know.
    init?(_ item: ags_item, conversationID: String, text: String?) {
      guard let kind = Kind(item.kind), let outcome = Outcome(item.outcome) else { return nil }
      self.kind = kind
      self.outcome = outcome
      error = item.error == AGS_OK ? nil : Failure.Code(rawValue: Int32(item.error.rawValue))
      time = Date(timeIntervalSince1970: Double(item.time_us) / 1_000_000)
      self.conversationID = conversationID
      self.text = text
    }
  }

  /// What becomes of an event.
  public enum Outcome: String, Sendable, CaseIterable {
    /// It waits to be sent.
    case pending
    /// The collector has confirmed it.
    case delivered
    /// Sending it failed; it waits for the next attempt.
    case failed
    /// It was given up by ``ConversationTracker/discardTrackedData(conversationID:)``.
    case discarded
    /// The tracker has given it up; ``Statistics`` counts the reasons.
    case dropped

    /// `nil` for an outcome that this module does not know.
    init?(_ core: ags_outcome) {
      switch core {
      case AGS_OUTCOME_PENDING: self = .pending
      case AGS_OUTCOME_DELIVERED: self = .delivered
      case AGS_OUTCOME_FAILED: self = .failed
      case AGS_OUTCOME_DISCARDED: self = .discarded
      case AGS_OUTCOME_DROPPED: self = .dropped
      default: return nil
      }
    }
  }
}

extension ConversationTracker.Item: CustomStringConvertible {
  /// One line without the text, such as `failed action in "user_123" (17)`.
  public var description: String {
    "\(outcome) \(kind) in \"\(conversationID)\"\(error.map { " (\($0.rawValue))" } ?? "")"
  }
}
