internal import CAgentSight

extension ConversationTracker {
  /// The kinds of events.
  public enum Kind: String, Sendable, CaseIterable {
    case question, answer, action, button

    /// The core's name for the kind.
    var core: ags_kind {
      switch self {
      case .question: AGS_KIND_QUESTION
      case .answer: AGS_KIND_ANSWER
      case .action: AGS_KIND_ACTION
      case .button: AGS_KIND_BUTTON
      }
    }
  }
}
