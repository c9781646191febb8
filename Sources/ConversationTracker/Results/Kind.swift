internal import CAgentSight

extension ConversationTracker {
  /// The kinds of events.
  public enum Kind: String, Sendable, CaseIterable {
    case question, answer, action, button, tokenUsage, attachments
    /// What ``ConversationTracker/getOrCreateConversation(conversationID:customerID:customerIPAddress:device:source:language:name:environment:metadata:)-(_,_,_,_,_,_,_,_,Metadata?)``
    /// records.
    case conversation
    /// What ``ConversationTracker/initializeConversation(conversationID:customerID:customerIPAddress:device:source:language:name:environment:metadata:timeout:)-(_,_,_,_,_,_,_,_,Metadata?,_)``
    /// records.
    case visit

    /// The core's name for the kind.
    var core: ags_kind {
      switch self {
      case .question: AGS_KIND_QUESTION
      case .answer: AGS_KIND_ANSWER
      case .action: AGS_KIND_ACTION
      case .button: AGS_KIND_BUTTON
      case .tokenUsage: AGS_KIND_TOKEN_USAGE
      case .attachments: AGS_KIND_ATTACHMENTS
      case .conversation: AGS_KIND_CONVERSATION
      case .visit: AGS_KIND_VISIT
      }
    }

    /// `nil` for a kind that this module does not know.
    init?(_ core: ags_kind) {
      switch core {
      case AGS_KIND_QUESTION: self = .question
      case AGS_KIND_ANSWER: self = .answer
      case AGS_KIND_ACTION: self = .action
      case AGS_KIND_BUTTON: self = .button
      case AGS_KIND_TOKEN_USAGE: self = .tokenUsage
      case AGS_KIND_ATTACHMENTS: self = .attachments
      case AGS_KIND_CONVERSATION: self = .conversation
      case AGS_KIND_VISIT: self = .visit
      default: return nil
      }
    }

    /// The counts in an array of the core, which has an element for each kind.
    static func counts<Counts>(in array: Counts) -> [Kind: Int] {
      withUnsafeBytes(of: array) { bytes in
        let counts = bytes.bindMemory(to: UInt64.self)
        return Dictionary(
          uniqueKeysWithValues: allCases.map { ($0, Int(clamping: counts[Int($0.core.rawValue)])) })
      }
    }
  }
}
