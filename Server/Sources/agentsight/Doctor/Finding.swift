/// What one check of a set-up found.
struct Finding: Equatable {
  enum Outcome: String {
    case ok
    /// It works, but not for long or not as meant.
    case warning
    /// It does not work.
    case problem
  }

  let check: String
  let outcome: Outcome
  let text: String
  /// What to do about it; nil where nothing has to be done.
  var advice: String?

  static func ok(_ check: String, _ text: String) -> Finding {
    Finding(check: check, outcome: .ok, text: text)
  }

  static func warning(_ check: String, _ text: String, advice: String) -> Finding {
    Finding(check: check, outcome: .warning, text: text, advice: advice)
  }

  static func problem(_ check: String, _ text: String, advice: String) -> Finding {
    Finding(check: check, outcome: .problem, text: text, advice: advice)
  }
}
