internal import CAgentSight

/// Collects the items that the core tells of during one call. The core holds a pointer to it until then.
struct ItemCollector {
  private(set) var items: [ConversationTracker.Item] = []
  private let keepsTexts: Bool

  init(keepsTexts: Bool) {
    self.keepsTexts = keepsTexts
  }

  /// Called by the core, one call at a time.
  static let receive: ags_item_fn = { user, item in
    guard let user, let item else { return }
    user.assumingMemoryBound(to: ItemCollector.self).pointee.add(item.pointee)
  }

  private mutating func add(_ item: ags_item) {
    let text = keepsTexts ? item.textString : nil
    guard let new = ConversationTracker.Item(item, conversationID: conversationID(of: item), text: text)
    else {
      return
    }
    items.append(new)
  }

  /// The id of the item before where it is the same, as it often is: ids of more than 15 bytes are objects
  /// of their own.
  private func conversationID(of item: ags_item) -> String {
    if let last = items.last?.conversationID,
      withBytes(of: last, { item.conversationBytes.elementsEqual($0) })
    {
      return last
    }
    return item.conversationString
  }
}

extension ags_item {
  fileprivate var conversationBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: conversation_id, count: conversation_id_size)
  }

  var conversationString: String { String(decoding: conversationBytes, as: UTF8.self) }

  var textString: String {
    String(decoding: UnsafeRawBufferPointer(start: text, count: text_size), as: UTF8.self)
  }
}
