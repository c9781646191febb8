/// A field of a form as the template `field` shows it.
struct FormField {
  let name: String
  let label: String
  var value = ""
  var hint: String?
  /// Why the value was not taken.
  var problem: String?
  var type = "text"
  /// What browsers may fill in.
  var autocomplete = "off"
  var isRequired = false
  /// Whether it takes several lines.
  var isLong = false
  /// The values to choose from; none: any text.
  var choices: [Choice] = []
  /// Values to help with typing.
  var suggestions: [String] = []

  struct Choice {
    let value: String
    let name: String
    let isChosen: Bool
  }

  /// Whether each is there, for the template.
  let hasChoices: Bool
  let hasSuggestions: Bool

  init(
    _ name: String, _ label: String, _ value: String = "", hint: String? = nil, problem: String? = nil,
    type: String = "text", autocomplete: String = "off", isRequired: Bool = false, isLong: Bool = false,
    choices: [Choice] = [], suggestions: [String] = []
  ) {
    (self.name, self.label, self.value, self.hint, self.problem) = (name, label, value, hint, problem)
    (self.type, self.isRequired, self.isLong) = (type, isRequired, isLong)
    self.autocomplete = autocomplete
    (self.choices, self.suggestions) = (choices, suggestions)
    (hasChoices, hasSuggestions) = (!choices.isEmpty, !suggestions.isEmpty)
  }
}
