import Crypto

/// A conversation in which something was said or done, as rollups keep it for what no sum can tell: how many
/// different people there were, and in how many conversations any of several actions was done.
struct StartedConversation: Equatable {
  /// Nil where no customer id was given.
  var person: PersonHash?
  /// Rows of `actions`, each once.
  var actions: [Int64]
}

/// Eight bytes of a hash of the customer id. Among a million people, two are taken for one in one of 37 million
/// stores.
typealias PersonHash = UInt64

func personHash(ofCustomer id: String) -> PersonHash {
  SHA256.hash(data: Array(id.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
}

extension [StartedConversation] {
  /// As rollups hold them.
  var encoded: [UInt8] {
    var writer = VarintWriter()
    for conversation in self {
      writer.number(UInt64(conversation.actions.count) << 1 | (conversation.person == nil ? 0 : 1))
      if let person = conversation.person { writer.fixed(person) }
      for action in conversation.actions { writer.number(UInt64(action)) }
    }
    return writer.bytes
  }
}

/// Reads them again, without an array for each.
struct StartedConversationReader {
  private var reader: VarintReader
  /// Rows of actions.
  private let sought: [Int64]

  init(_ bytes: ArraySlice<UInt8>, seeking sought: [Int64] = []) {
    reader = VarintReader(bytes)
    self.sought = sought
  }

  /// The next one's person, and whether any of the actions sought was done in it; nil at the end.
  mutating func next() -> (person: PersonHash?, hasSought: Bool)? {
    guard let head = reader.number() else { return nil }
    let person = head & 1 == 1 ? reader.fixed() : nil
    var hasSought = false
    for _ in 0..<head >> 1 {
      guard let action = reader.number() else { return nil }
      hasSought = hasSought || sought.contains(Int64(truncatingIfNeeded: action))
    }
    return (person, hasSought)
  }
}
