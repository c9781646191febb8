internal import CAgentSight

/// Hands items to a closure of the host. The core holds an unretained pointer to it.
final class ItemRelay: Sendable {
  private let handler: @Sendable (ConversationTracker.Item) -> Void

  init(_ handler: @escaping @Sendable (ConversationTracker.Item) -> Void) {
    self.handler = handler
  }

  /// Called by the core, from any thread.
  static let receive: ags_item_fn = { user, item in
    guard let user, let item = item?.pointee else { return }
    let relay = Unmanaged<ItemRelay>.fromOpaque(user).takeUnretainedValue()
    let known = ConversationTracker.Item(item, conversationID: item.conversationString, text: item.textString)
    if let known { relay.handler(known) }
  }
}
