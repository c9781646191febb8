internal import CAgentSight

extension ConversationTracker {
  /// A new conversation id: `conv_` and 32 hex digits of the system's randomness.
  public static func generateConversationID() -> String {
    let size = Int(AGS_CONVERSATION_ID_SIZE)
    let id = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer -> String? in
      guard let start = buffer.baseAddress, ags_generate_conversation_id(start, size) == AGS_OK else {
        return nil
      }
      return String(cString: start)
    }
    // Where the system has no randomness no Swift program comes this far: its dictionaries are seeded by it.
    return id ?? "conv_" + (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
  }
}
