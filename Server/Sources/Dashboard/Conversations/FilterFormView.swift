import CollectorStore

/// The form above the list, filled with what its address says.
struct FilterFormView {
  let text: String
  /// Whether the fields below the search are open.
  let isOpen: Bool
  let isNarrowed: Bool
  let selects: [Select]
  let inputs: [Input]

  struct Select {
    let name: String
    let label: String
    let options: [Option]
  }

  struct Option {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Input {
    let name: String
    let label: String
    let type: String
    let value: String
    let hint: String?
    /// What the field is likely to be; the list's id is made of the name.
    let suggestions: [String]
    let hasSuggestions: Bool
  }

  init(_ query: ConversationQuery, _ choices: FilterChoices) {
    text = query["text"] ?? ""
    isNarrowed = query.isNarrowed
    isOpen = query.fields.contains { $0.name != "text" }
    func select(_ name: String, _ label: String, _ options: [(String, String)]) -> Select {
      var options = options
      // What a saved filter asks for stays visible where there is no such choice any longer.
      if let chosen = query[name], !options.contains(where: { $0.0 == chosen }) {
        options.append((chosen, chosen))
      }
      return Select(
        name: name, label: label,
        options: options.map { Option(value: $0.0, name: $0.1, isChosen: $0.0 == query[name] ?? "") })
    }
    func input(
      _ name: String, _ label: String, type: String = "text", hint: String? = nil,
      _ suggestions: [String] = []
    ) -> Input {
      Input(
        name: name, label: label, type: type, value: query[name] ?? "", hint: hint, suggestions: suggestions,
        hasSuggestions: !suggestions.isEmpty)
    }
    selects = [
      select("sort", "Order", Self.orders),
      select("agent", "Agent", [("", "All")] + choices.agents.map { ("\($0.id)", $0.name) }),
      select("environment", "Environment", [("", "All")] + choices.environments.map { ($0, $0) }),
      select("errors", "Errors", [("", "With or without"), ("yes", "With"), ("no", "Without")]),
      select("feedback", "Feedback", Self.feedbacks),
      select("marked", "Marked", [("", "All"), ("yes", "Marked ones")]),
    ]
    inputs = [
      input("from", "From", type: "date"), input("to", "To", type: "date"),
      input("person", "Person (customer id)"),
      input("device", "Device", choices.labels[.device] ?? []),
      input("channel", "Channel", choices.labels[.source] ?? []),
      input("language", "Language", choices.labels[.language] ?? []),
      input("tool", "Tool", choices.labels[.tool] ?? []),
      input("key", "Metadata key", hint: "a.b for b inside a"), input("value", "Metadata value"),
    ]
  }

  private static let orders = [
    ("", "Newest first"), ("oldest", "Oldest first"), ("active", "Last active first"),
    ("longest", "Most messages first"),
  ]

  private static let feedbacks = [
    ("", "With or without"), ("any", "With"), ("positive", "Positive"), ("neutral", "Neutral"),
    ("negative", "Negative"), ("none", "Without"),
  ]
}
