import GRDB

extension ConversationFilter {
  /// The filters that ask for a text, as far as an index can help with them. Either way finds the same: the
  /// index is quick where it names few rows, looking at every conversation is where most pass.
  struct Texts: OptionSet {
    let rawValue: Int

    static let customerID = Texts(rawValue: 1 << 0)
    static let name = Texts(rawValue: 1 << 1)
    static let messages = Texts(rawValue: 1 << 2)
    static let search = Texts(rawValue: 1 << 3)

    /// What to select from where these are looked for in an index. Without statistics SQLite would rather go
    /// through all of an agent's rows in another one than begin with what the index of texts has found.
    var table: SQL { isEmpty ? "conversations" : "conversations NOT INDEXED" }
  }

  private var texts: [(Texts, String, [TextIndex])] {
    [
      (.customerID, customerIDContains, [.conversations]), (.name, nameContains, [.conversations]),
      (.messages, messageContains, [.messages]), (.search, search, [.conversations, .messages]),
    ].compactMap { (part: Texts, text: String?, indexes: [TextIndex]) in text.map { (part, $0, indexes) } }
  }

  /// The texts that an index can help to find.
  var indexedTexts: Texts {
    Texts(texts.filter { TextIndex.query(for: $0.1) != nil }.map(\.0))
  }

  /// The texts of which an index names few rows.
  func rareTexts(_ db: Database) throws -> Texts {
    Texts(
      try texts.filter { _, text, indexes in try indexes.allSatisfy { try $0.isRare(text, db) } }.map(\.0))
  }

  func textParts(_ indexed: Texts) -> [SQL] {
    var parts: [SQL] = []
    if let text = customerIDContains {
      parts.append(isNamed(text, in: ["customer_id"], indexed.contains(.customerID)))
    }
    if let text = nameContains { parts.append(isNamed(text, in: ["name"], indexed.contains(.name))) }
    if let actionNameContains {
      parts.append(
        """
        EXISTS (SELECT 1 FROM action_logs JOIN actions ON actions.id = action_logs.action
          WHERE action_logs.conversation = conversations.id AND actions.name \(containing(actionNameContains)))
        """)
    }
    if let text = messageContains { parts.append(hasMessage(holding: text, indexed.contains(.messages))) }
    if let text = search { parts.append(isFound(text, indexed.contains(.search))) }
    return parts
  }

  private func isFound(_ text: String, _ isIndexed: Bool) -> SQL {
    let columns: [SQL] = ["name", "conversation_id", "customer_id"]
    // One list of rows, which SQLite can begin with.
    if isIndexed, let named = TextIndex.conversations(named: text, in: columns),
      let holding = TextIndex.conversations(holding: text)
    {
      return "conversations.id IN (\(named) UNION ALL \(holding))"
    }
    return "(\(isNamed(text, in: columns, false)) OR \(hasMessage(holding: text, false)))"
  }

  private func isNamed(_ text: String, in columns: [SQL], _ isIndexed: Bool) -> SQL {
    if isIndexed, let named = TextIndex.conversations(named: text, in: columns) {
      return "conversations.id IN (\(named))"
    }
    let holds = columns.map { "conversations.\($0) \(containing(text))" as SQL }.joined(separator: " OR ")
    return "(\(holds))"
  }

  private func hasMessage(holding text: String, _ isIndexed: Bool) -> SQL {
    if isIndexed, let holding = TextIndex.conversations(holding: text) {
      return "conversations.id IN (\(holding))"
    }
    return """
      EXISTS (SELECT 1 FROM messages WHERE messages.conversation = conversations.id
        AND messages.content \(containing(text)))
      """
  }
}
